package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
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
    @ValueSource(strings = {"serve", "demo", "plant", "seed", "verify", "version"})
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
    void the_version_is_the_builds() throws Exception {
        assertThat(run(Map.of(), "version").lines().get(0)).matches("barium \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void the_demo_tells_its_story_and_a_second_start_finds_its_data_and_does_not_plant_again() throws Exception {
        Map<String, String> environment = Map.of(
                "BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_HTTP_PORT", "0", "BARIUM_SMTP_PORT", "0");
        Ended first = run(environment, "demo", "--once");
        assertThat(first.code()).as(first.text()).isZero();
        assertThat(first.text())
                .contains("loaded   6,800 customers")
                .contains("Login, shown only now: admin / ")
                .contains("40 personas stand among the customers")
                .contains("unknown recipient (touches no token of ours)")
                .contains("control (reached a control phone number)")
                .contains("expected (DKIM-signed by shieldworks.example")
                .contains("a forged hook: answered 401")
                .contains("[Barium] Case 1: a call used a planted record")
                .contains("7 genuine contacts");
        Ended second = run(environment, "demo", "--once");
        assertThat(second.code()).as(second.text()).isZero();
        assertThat(second.text())
                .doesNotContain("loaded ")
                .doesNotContain("shown only now")
                .contains("40 personas stand among the customers")
                .contains("(from an earlier start)")
                .contains("case 1");
        assertThat(controls(second)).isEqualTo(controls(first));
        Ended verify = run(environment, "verify");
        assertThat(verify.text())
                .contains(
                        "contacts: 14, chains: 2, anchors held against them: 2, raw bytes dropped by retention: 0, faults: 0");
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

    private static String controls(Ended demo) {
        Matcher m = Pattern.compile("(\\d+) control identifiers").matcher(demo.text());
        assertThat(m.find()).isTrue();
        return m.group(1);
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
