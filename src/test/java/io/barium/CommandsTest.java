package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as people start them: processes of their own, judged by what they print and how they end. */
class CommandsTest {
    @TempDir
    Path dir;

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
        CommandProcess.Ended help = CommandProcess.run(Map.of(), command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.text()).contains("Usage: barium " + command);
    }

    @Test
    void misuse_ends_with_2_and_says_what_is_wrong() throws Exception {
        assertThat(CommandProcess.run(Map.of(), "bogus").code()).isEqualTo(2);
        assertThat(CommandProcess.run(Map.of()).code()).isEqualTo(2);
        Path file = Files.writeString(dir.resolve("bad.yaml"), "http: {port: x}\nsources: [{id: a, provider: none}]\n");
        CommandProcess.Ended faulty =
                CommandProcess.run(Map.of("BARIUM_SMTP_PORT", "-1"), "serve", "--config", file.toString());
        assertThat(faulty.code()).isEqualTo(2);
        assertThat(faulty.text())
                .contains("http.port: expected a whole number")
                .contains("sources[0].provider: expected one of asterisk, bandwidth, ")
                .contains("smtp.port")
                .doesNotContain("at io.barium");
    }

    @Test
    void a_failure_ends_with_1_and_names_the_setting() throws Exception {
        CommandProcess.Ended plant = CommandProcess.run(Map.of("BARIUM_DATA_DIR", dir.toString()), "plant");
        assertThat(plant.code()).isEqualTo(1);
        assertThat(plant.text())
                .contains("set support.url (BARIUM_SUPPORT_URL)")
                .doesNotContain("at io.barium");
    }

    @Test
    void notes_that_are_named_and_not_there_are_misuse() throws Exception {
        Path missing = dir.resolve("elsewhere.anchors");
        CommandProcess.Ended verify = CommandProcess.run(
                Map.of("BARIUM_DATA_DIR", dir.toString()), "verify", "--anchors", missing.toString());
        assertThat(verify.code()).as(verify.text()).isEqualTo(2);
        assertThat(verify.text()).contains("--anchors: " + missing).doesNotContain("at io.barium");
    }

    @Test
    void a_plan_is_told_in_words_and_as_json() throws Exception {
        CommandProcess.Ended words = CommandProcess.run(
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
        CommandProcess.Ended json = CommandProcess.run(
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
        CommandProcess.Ended wrong = CommandProcess.run(
                Map.of(), "plan", "--customers", "100", "--leak", "lots", "--q30", "0.1", "--days", "9");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.text()).contains("--leak: expected rows such as 6800").contains("not lots");
    }

    @Test
    void the_version_is_the_builds() throws Exception {
        assertThat(CommandProcess.run(Map.of(), "version").lines().get(0)).matches("barium \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void intake_alone_asks_for_a_database_in_which_it_has_a_role_of_its_own() throws Exception {
        CommandProcess.Ended ended = CommandProcess.run(
                Map.of("BARIUM_DATA_DIR", dir.resolve("data").toString()), "serve", "--role", "intake");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.text()).contains("--role intake needs database.url (BARIUM_DATABASE_URL)");
    }

    @Test
    void a_first_start_that_fails_shows_what_it_generated_because_no_other_start_can() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CommandProcess.Ended ended = CommandProcess.run(
                    Map.of(
                            "BARIUM_DATA_DIR",
                            dir.resolve("data").toString(),
                            "BARIUM_HTTP_HOST",
                            "127.0.0.1",
                            "BARIUM_HTTP_PORT",
                            Integer.toString(taken.getLocalPort()),
                            "BARIUM_SMTP_PORT",
                            "0"),
                    "serve");
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.text())
                    .contains("BARIUM_HTTP_PORT")
                    .contains("console login, shown only now: admin / ")
                    .contains("API key, shown only now: ");
        }
    }

    @Test
    void the_service_ends_cleanly_when_it_is_told_to() throws Exception {
        Map<String, String> environment = Map.of(
                "BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_HTTP_PORT", "0", "BARIUM_SMTP_PORT", "0");
        Process service = CommandProcess.start(environment, "serve");
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
            assertThat(service.waitFor(CommandProcess.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            service.destroyForcibly();
        }
        assertThat(dir.resolve("data/postgres/postmaster.pid"))
                .as("its PostgreSQL has ended too")
                .doesNotExist();
    }
}
