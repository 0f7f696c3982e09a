package io.barium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The bench in short: few worlds, so goals are held with room for chance. */
@Tag("alone")
class VerdictBenchTest {
    @Test
    void goals_hold_in_few_worlds_as_far_as_few_can_tell() {
        JsonObject out = new JsonObject(
                run(0, "--json", "--worlds", "3", "--leaks", "12", "--seed", "77", "--only", "alarms,power"));
        List<JsonObject> cells = cells(out.getJsonArray("cells"));
        assertThat(cells).hasSize(4 * 4 + 6);
        for (JsonObject cell : cells) {
            double target = cell.getDouble("target");
            double measured = cell.getDouble("measured");
            String what = cell.getString("what");
            if (cell.getString("section").equals("false alarms")) {
                assertThat(measured).as(what).isLessThanOrEqualTo(.34);
            } else if (cell.getString("unit").equals("d")) {
                assertThat(measured).as(what).isBetween(1.0, 1.5 * target);
            } else {
                assertThat(measured).as(what).isGreaterThan(target - .3);
            }
        }
    }

    @Test
    void every_row_is_printed_with_its_target_and_whether_it_was_reached() {
        String table = run(0, "--worlds", "1", "--leaks", "2", "--only", "power,robustness,speed");
        assertThat(table)
                .contains("target", "measured", "reached")
                .contains("a mailing hits all planted addresses: E >= 1000")
                .contains("background five times as dense: within 30 d")
                .contains("controls called a fifth less than planted lines: E >= 100")
                .contains("a fifth clustered wrong: median to E >= 1000")
                .contains("the actor goes in number order", "sold twice, three months between")
                .contains("a quarter quotes a ticket, median to E >= 1000", "a journal of 100,000 contacts");
    }

    @Test
    void the_same_seed_gives_the_same_figures_and_a_wrong_section_is_named() {
        String[] options = {"--json", "--worlds", "1", "--leaks", "2", "--only", "power"};
        assertThat(run(0, options)).isEqualTo(run(0, options));
        assertThat(run(2, "--only", "luck")).contains("no section luck");
    }

    private static List<JsonObject> cells(JsonArray cells) {
        return Stream.iterate(0, i -> i + 1)
                .limit(cells.size())
                .map(cells::getJsonObject)
                .toList();
    }

    private static String run(int code, String... options) {
        StringWriter out = new StringWriter();
        CommandLine command =
                new CommandLine(new VerdictBench()).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        assertThat(command.execute(options)).isEqualTo(code);
        return out.toString();
    }
}
