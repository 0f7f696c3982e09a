package io.barium.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaseReportTest {
    private static ConsoleUnderTest console;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        console = new ConsoleUnderTest(new ConsoleOptions(null, false));
        client = console.signedIn();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void a_case_shows_its_verdict_and_leads_to_the_report_whose_look_is_recorded() throws Exception {
        String path = "/console/cases/" + console.leak.caseId;
        assertThat(console.get(client, path).body())
                .contains(">CONFIRMED</span>")
                .contains("href=\"" + path + "/report\"")
                .doesNotContain("<script");
        HttpResponse<String> report = console.get(client, path + "/report");
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.body()).contains("barium report --case " + console.leak.caseId);
        assertThat(console.leak.rows.rows(
                        "select * from audit where who = 'admin' and action = 'report' and object = 'case/"
                                + console.leak.caseId + "'"))
                .hasSize(1);
    }

    @Test
    void the_reports_policy_is_its_own_and_stricter() throws Exception {
        HttpResponse<String> report = console.get(client, "/console/cases/" + console.leak.caseId + "/report");
        assertThat(report.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(report.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("frame-ancestors 'none'");
        assertThat(report.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void a_case_without_a_verdict_says_so_and_strangers_see_no_report() throws Exception {
        long other = console.leak.rows.closedCase(console.leak.mail);
        assertThat(console.get(client, "/console/cases/" + other).body()).contains("No verdict has been reached");
        HttpResponse<String> none = console.get(client, "/console/cases/" + other + "/report");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("There is no verdict on this case yet.");
        String path = "/console/cases/" + console.leak.caseId + "/report";
        assertThat(console.get(client, path + "?asOf=1").statusCode()).isEqualTo(404);
        assertThat(console.get(ConsoleUnderTest.client(), path).statusCode()).isEqualTo(303);
    }
}
