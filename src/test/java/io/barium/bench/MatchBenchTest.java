package io.barium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("alone")
class MatchBenchTest {
    private static String run(String... args) {
        StringWriter out = new StringWriter();
        int exit =
                new CommandLine(new MatchBench()).setOut(new PrintWriter(out)).execute(args);
        assertThat(exit).isZero();
        return out.toString();
    }

    @Test
    void it_prints_for_machines_what_an_index_of_each_size_takes_beside_a_map() {
        JsonObject shown = new JsonObject(run("--json", "--runs", "3", "--tokens", "1000,200000"));
        assertThat(shown.getJsonArray("sizes")).hasSize(2);
        JsonObject size = shown.getJsonArray("sizes").getJsonObject(1);
        assertThat(size.getLong("notations")).isEqualTo(Notations.of(200_000));
        assertThat(size.getJsonObject("index").getDouble("bytesPerToken")).isBetween(20.0, 30.0);
        assertThat(size.getJsonObject("hashMap").getDouble("bytesPerToken")).isGreaterThan(100);
        assertThat(size.getJsonObject("index").getDouble("missesPerSecond")).isPositive();
    }

    @Test
    void it_prints_a_table_for_people() {
        assertThat(run("--runs", "1", "--tokens", "1000"))
                .contains("medians of 1 runs")
                .contains("HashMap");
    }

    @Test
    void the_number_of_notations_is_what_the_generator_makes() {
        for (int tokens : new int[] {0, 1, 2, 3, 1_000}) {
            assertThat(Notations.of(tokens))
                    .isEqualTo(IntStream.range(0, tokens)
                            .mapToLong(t -> Notations.keys(t).size())
                            .sum());
        }
    }
}
