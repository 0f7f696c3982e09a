package io.barium;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people start it, and what the other commands say of the data that it leaves. */
class DemoCommandTest {
    @TempDir
    Path dir;

    @Test
    void the_demo_tells_its_story_and_a_second_start_finds_its_data_and_does_not_plant_again() throws Exception {
        Map<String, String> environment = Map.of(
                "BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_HTTP_PORT", "0", "BARIUM_SMTP_PORT", "0");
        CommandProcess.Ended first =
                CommandProcess.run(environment, "demo", "--once", "--quick", "--customers", "1500");
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
        CommandProcess.Ended second = CommandProcess.run(environment, "demo", "--once");
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
        CommandProcess.Ended verify = CommandProcess.run(environment, "verify");
        assertThat(verify.text())
                .containsPattern(
                        "contacts: " + journalled.replace(",", "")
                                + ", chains: \\d+, anchors held against them: \\d+, raw bytes dropped by retention: 0, faults: 0");
        assertThat(verify.code()).isZero();
        reports(environment);
    }

    /** What the console showed is made again by a command that knows nothing but the data. */
    private void reports(Map<String, String> environment) throws Exception {
        Path page = dir.resolve("report.html");
        CommandProcess.Ended report =
                CommandProcess.run(environment, "report", "--case", "1", "--html", page.toString());
        assertThat(report.code()).as(report.text()).isZero();
        assertThat(report.text())
                .containsPattern("Case 1, journal row \\d+, 2019-10-3.*: CONFIRMED")
                .contains("Had late merges of campaigns been known from the start: log10 E ")
                .contains("Customer data left");
        assertThat(Files.readString(page))
                .contains("Had it been known from the start", "Case 1: did customer data leave?");
        // The newest row may have changed no verdict.
        String row = report.text().contains("bit for bit")
                ? number(report, "journal row (\\d+)")
                : number(report, "the one before it is of row (\\d+)");
        CommandProcess.Ended again = CommandProcess.run(environment, "report", "--case", "1", "--as-of", row);
        assertThat(again.text()).contains("The same, bit for bit, as the verdict that was stored.");
        assertThat(again.code()).isZero();
        CommandProcess.Ended key = CommandProcess.run(environment, "keys", "add", "alice");
        assertThat(key.code()).isZero();
        assertThat(key.text()).containsPattern("(?m)^barium_[a-z0-9]{40}$");
        assertThat(CommandProcess.run(environment, "keys", "add", "alice").code())
                .as("a second key under the same name")
                .isEqualTo(1);
    }

    /** What a pattern's group found last. */
    private static String number(CommandProcess.Ended ended, String pattern) {
        List<String> found = Pattern.compile(pattern)
                .matcher(ended.text())
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(found).as(pattern).isNotEmpty();
        return found.get(found.size() - 1);
    }
}
