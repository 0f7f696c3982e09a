package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as people start them: processes of their own, judged by what they print and how they end. */
class CommandsTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path dir;

    private record Ended(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "demo",
                "plan",
                "plant",
                "seed",
                "exposures",
                "keys",
                "verify",
                "report",
                "replay",
                "version"
            })
    void every_command_explains_itself(String command) throws Exception {
        Ended help = run(Map.of(), command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.text()).contains("Usage: barium " + command);
    }

    @Test
    void misuse_ends_with_2_and_says_what_is_wrong() throws Exception {
        assertThat(run(Map.of(), "bogus").code()).isEqualTo(2);
        assertThat(run(Map.of()).code()).isEqualTo(2);
        Path file = Files.writeString(dir.resolve("bad.yaml"), "http: {port: x}\nsources: [{id: a, provider: none}]\n");
        Ended faulty = run(Map.of("BARIUM_SMTP_PORT", "-1"), "serve", "--config", file.toString());
        assertThat(faulty.code()).isEqualTo(2);
        assertThat(faulty.text())
                .contains("http.port: expected a whole number")
                .contains("sources[0].provider: expected one of asterisk, bandwidth, ")
                .contains("smtp.port")
                .doesNotContain("at io.barium");
    }

    @Test
    void a_failure_ends_with_1_and_names_the_setting() throws Exception {
        Ended plant = run(Map.of("BARIUM_DATA_DIR", dir.toString()), "plant");
        assertThat(plant.code()).isEqualTo(1);
        assertThat(plant.text())
                .contains("set support.url (BARIUM_SUPPORT_URL)")
                .doesNotContain("at io.barium");
    }

    @Test
    void a_plan_is_told_in_words_and_as_json() throws Exception {
        Ended words = run(
                Map.of(),
                "plan",
                "--customers",
                "68000",
                "--leak",
                "10%",
                "--q30",
                "0.1",
                "--days",
                "90",
                "--canaries",
                "200",
                "--agent-rows",
                "3000");
        assertThat(words.code()).as(words.text()).isZero();
        assertThat(words.text())
                .contains("68,000 customers, of which 6,800 rows are taken")
                .contains("within 90 days with 27.1 %")
                .contains("For three hits with 95 %: ")
                .contains("With 200 canaries (as given)")
                .contains("Mind: 5.40 hits are expected, fewer than 6.3")
                .contains("sees about 9 canaries, fewer than 50");
        Ended json = run(
                Map.of(),
                "plan",
                "--customers",
                "12000000",
                "--leak",
                "68000",
                "--dials-per-day",
                "500",
                "--days",
                "30",
                "--json");
        assertThat(new JsonObject(json.text()).getDouble("q30")).isBetween(.195, .205);
        Ended wrong = run(Map.of(), "plan", "--customers", "100", "--leak", "lots", "--q30", "0.1", "--days", "9");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.text()).contains("--leak: expected rows such as 6800").contains("not lots");
    }

    @Test
    void the_version_is_the_builds() throws Exception {
        assertThat(run(Map.of(), "version").lines().get(0)).matches("barium \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void the_demo_tells_its_story_and_a_second_start_finds_its_data_and_does_not_plant_again() throws Exception {
        Map<String, String> environment = Map.of(
                "BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_HTTP_PORT", "0", "BARIUM_SMTP_PORT", "0");
        Ended first = run(environment, "demo", "--once", "--quick", "--customers", "1500");
        assertThat(first.code()).as(first.text()).isZero();
        assertThat(first.text())
                .contains("loaded   1,500 customers")
                .contains("Login, shown only now: admin / ")
                .contains("2019-01-01  planted  42 personas stand among the customers")
                .contains("unknown recipient (touches no token of ours)")
                .contains("control (reached a control phone number)")
                .contains("expected (DKIM-signed by shieldworks.example")
                .contains("a forged hook: answered 401")
                .contains("[Barium] Case 1: ")
                .contains("three distinct within 30 days\" gives alarm; nothing has leaked")
                .contains("2019-08-01  insider  agent ")
                .contains("2019-08-31  insider  she has seen ")
                .containsPattern(
                        "2019-(09|10)-\\d\\d  contact  (call|mail) to planted customer .* by whoever bought the list")
                .doesNotContainPattern("2019-0[1-8]-\\d\\d  verdict  case 1: (SUSPECTED|CONFIRMED)")
                .containsPattern("2019-(09|10)-\\d\\d  verdict  case 1: CONFIRMED")
                .containsPattern("2019-10-31  verdict  through agent:[0-9a-f]+ \\d+ %")
                .contains("taken on 2019-08-31 through agent ")
                .contains("any hit: alarm since 2019-01-")
                .contains("2019-10-31  planted  80 personas stand among the customers")
                .contains("case 1: http://localhost:");
        assertThat(first.lines().stream()
                        .map(l -> l.strip())
                        .filter(l -> l.matches("2019-\\d\\d-\\d\\d  .*"))
                        .map(l -> l.substring(0, 10)))
                .as("told in the order of its days")
                .isSorted();
        Ended second = run(environment, "demo", "--once");
        assertThat(second.code()).as(second.text()).isZero();
        assertThat(second.text())
                .doesNotContain("loaded ")
                .doesNotContain("shown only now")
                .contains("80 personas stand among the customers")
                .contains("(from an earlier start)")
                .doesNotContainPattern("(?m)^ *2019-09-")
                .contains("case 1: http://localhost:");
        assertThat(number(second, "(\\d+) control identifiers")).isEqualTo(number(first, "(\\d+) control identifiers"));
        String journalled = number(first, "([0-9,]+) genuine contacts and reports are journalled");
        assertThat(number(second, "([0-9,]+) genuine contacts and reports are journalled"))
                .isEqualTo(journalled);
        Ended verify = run(environment, "verify");
        assertThat(verify.text())
                .containsPattern(
                        "contacts: " + journalled.replace(",", "")
                                + ", chains: \\d+, anchors held against them: \\d+, raw bytes dropped by retention: 0, faults: 0");
        assertThat(verify.code()).isZero();
    }

    @Test
    void intake_alone_asks_for_a_database_in_which_it_has_a_role_of_its_own() throws Exception {
        Ended ended = run(Map.of("BARIUM_DATA_DIR", dir.resolve("data").toString()), "serve", "--role", "intake");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.text()).contains("--role intake needs database.url (BARIUM_DATABASE_URL)");
    }

    @Test
    void the_service_ends_cleanly_when_it_is_told_to() throws Exception {
        Map<String, String> environment = Map.of(
                "BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_HTTP_PORT", "0", "BARIUM_SMTP_PORT", "0");
        Process service = start(environment, "serve");
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = service.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.contains("API key, shown only now")) {
                lines.add(line);
                line = out.readLine();
            }
            assertThat(lines).anyMatch(l -> l.contains("console login, shown only now: admin / "));
            assertThat(lines).anyMatch(l -> l.contains("ready role=ALL http_port="));
            service.destroy();
            assertThat(service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(dir.resolve("data/postgres/postmaster.pid"))
                .as("its PostgreSQL has ended too")
                .doesNotExist();
    }

    /** What a pattern's group found last. */
    private static String number(Ended ended, String pattern) {
        List<String> found = Pattern.compile(pattern)
                .matcher(ended.text())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(found).as(pattern).isNotEmpty();
        return found.get(found.size() - 1);
    }

    private static Ended run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        List<String> lines;
        try (BufferedReader out = process.inputReader()) {
            lines = out.lines().toList();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), lines);
    }

    private static Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // They are over before the better compiler has paid for itself.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
