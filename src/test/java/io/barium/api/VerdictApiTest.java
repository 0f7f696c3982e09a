package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.verdict.VerdictJson;
import io.barium.view.Leak;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictApiTest {
    private static ApiServer server;
    private static Leak leak;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        leak = new Leak(server.pool);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "getVerdict, /verdict, 200",
        "getVerdict, /verdict?asOf=999999, 200",
        "getVerdict, /verdict?asOf=0, 404",
        "getVerdict, /verdict?asOf=-1, 400",
        "getVerdict, /verdict?after=1, 400",
        "getReport, /report, 200",
        "getReport, /report?asOf=0, 404",
        "getReport, /report?asOf=x, 400",
    })
    void answers_are_as_described(String operation, String path, int status) throws Exception {
        HttpResponse<byte[]> answer = get("/cases/" + leak.caseId + path);
        assertThat(answer.statusCode()).isEqualTo(status);
        server.validate(operation, answer);
        assertThat(get("/cases/424242" + path).statusCode()).isIn(400, 404);
    }

    @Test
    void a_verdict_is_served_as_it_was_stored() throws Exception {
        String text = new String(get("/cases/" + leak.caseId + "/verdict").body(), StandardCharsets.UTF_8);
        assertThat(VerdictJson.write(VerdictJson.read(text))).isEqualTo(text);
        assertThat(VerdictJson.read(text).caseId()).isEqualTo(leak.caseId);
    }

    @Test
    void a_report_is_a_page_that_may_load_nothing_and_every_look_is_recorded() throws Exception {
        HttpResponse<byte[]> answer = get("/cases/" + leak.caseId + "/report");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .endsWith("frame-ancestors 'none'");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("<!doctype html>")
                .doesNotContain("<script");
        assertThat(leak.rows.rows(
                        "select * from audit where who = 'key:configured' and action = 'report' and object = 'case/"
                                + leak.caseId + "'"))
                .isNotEmpty();
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return server.send("GET", path, ApiServer.KEY);
    }
}
