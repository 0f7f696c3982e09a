package io.barium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The measuring command as people start it, but short: what it says and what it leaves behind, not how fast anything
 * is.
 */
class BenchTest {
    private static final int PATIENCE_SECONDS = 240;

    @TempDir
    Path temporary;

    @Test
    void intake_prints_every_figure_of_what_was_asked_for_as_one_json_object_and_leaves_nothing_behind()
            throws Exception {
        Process bench =
                start("intake", "--json", "--slices", "1", "--seconds", "0.4", "--only", "TWILIO", "writer", "alert");
        JsonObject said;
        try (BufferedReader out = bench.inputReader()) {
            said = new JsonObject(String.join("\n", out.lines().toList()));
        }
        assertThat(bench.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.exitValue()).isZero();
        assertThat(said.getJsonObject("answersOtherThan200")).isEmpty();
        for (String series :
                List.of("twilio.single.1", "twilio.http.64", "twilio.http.1024", "twilio.bare.64", "writer.1024")) {
            assertThat(median(said, series, "perSecond")).as(series).isPositive();
            assertThat(median(said, series, "p50Micros")).as(series).isPositive();
        }
        for (String metric : List.of("cpuMicros", "databaseCpuMicros", "allocatedBytes", "residentMegabytes")) {
            assertThat(median(said, "twilio.http.64", metric)).as(metric).isPositive();
        }
        assertThat(median(said, "twilio.http.64", "timesSingle"))
                .isEqualTo(median(said, "twilio.http.64", "perSecond") / median(said, "twilio.single.64", "perSecond"));
        assertThat(median(said, "alert.mail", "missing")).isZero();
        assertThat(median(said, "alert.mail", "p50Micros")).isPositive();
        assertThat(said.getJsonArray("goals").stream()
                        .map(JsonObject.class::cast)
                        .filter(goal -> goal.getString("goal").contains("20 KB"))
                        .map(goal -> goal.getString("reached")))
                .as("what was left out")
                .containsExactly("n/a");
        assertThat(left()).isEmpty();
    }

    @Test
    void told_to_end_it_ends_its_children_and_removes_their_data() throws Exception {
        Process bench = start("intake", "--only", "generic");
        try (BufferedReader says = bench.errorReader()) {
            String line = says.readLine();
            while (line != null && !line.contains("warming up")) {
                line = says.readLine();
            }
            List<ProcessHandle> children = bench.descendants().toList();
            assertThat(children).as("the service, the bare route").hasSizeGreaterThanOrEqualTo(2);
            bench.destroy();
            assertThat(bench.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void start_asks_for_the_packaged_jar_when_it_runs_from_classes() throws Exception {
        Process bench = start("start");
        try (BufferedReader says = bench.errorReader()) {
            assertThat(String.join("\n", says.lines().toList())).contains("run this from the packaged jar");
        }
        assertThat(bench.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.exitValue()).isEqualTo(1);
    }

    private static double median(JsonObject said, String series, String metric) {
        return said.getJsonObject("figures")
                .getJsonObject(series)
                .getJsonObject(metric)
                .getDouble("median");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(f -> f.getFileName().toString().startsWith("barium-bench"))
                    .toList();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.barium.Main",
                "bench"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
