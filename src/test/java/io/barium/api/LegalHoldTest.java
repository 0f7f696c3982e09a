package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.view.Leak;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LegalHoldTest {
    private final ApiServer api = new ApiServer();
    private final Leak leak = new Leak(api.pool);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_case_is_put_on_hold_with_a_reason_and_taken_off_it_and_both_are_recorded() throws Exception {
        HttpResponse<byte[]> placed = api.send("POST", path("place?reason=court+order+17"), ApiServer.KEY);
        api.validate("placeLegalHold", placed);
        assertThat(ApiServer.json(placed).getString("legalHold")).isEqualTo("court order 17");
        assertThat(ApiServer.json(api.send("GET", "/cases/" + leak.caseId, ApiServer.KEY))
                        .getString("legalHold"))
                .isEqualTo("court order 17");
        HttpResponse<byte[]> lifted = api.send("POST", path("lift"), ApiServer.KEY);
        api.validate("liftLegalHold", lifted);
        assertThat(ApiServer.json(lifted).getString("legalHold")).isNull();
        assertThat(leak.rows.rows("select who, action, object from audit order by id").stream()
                        .map(JsonObject::encode))
                .containsExactly(
                        "{\"who\":\"key:configured\",\"action\":\"hold\",\"object\":\"case/" + leak.caseId + "\"}",
                        "{\"who\":\"key:configured\",\"action\":\"lift-hold\",\"object\":\"case/" + leak.caseId
                                + "\"}");
    }

    @Test
    void a_hold_needs_a_reason_and_a_case() throws Exception {
        HttpResponse<byte[]> bare = api.send("POST", path("place"), ApiServer.KEY);
        assertThat(bare.statusCode()).isEqualTo(400);
        assertThat(ApiServer.json(bare).getString("detail")).startsWith("parameter reason");
        HttpResponse<byte[]> unknown = api.send("POST", "/cases/999/legal-hold/place?reason=x", ApiServer.KEY);
        assertThat(unknown.statusCode()).isEqualTo(404);
        api.validate("placeLegalHold", unknown);
        assertThat(api.send("POST", path("place?reason=x"), "wrong").statusCode())
                .isEqualTo(401);
    }

    @Test
    void raw_bytes_that_are_a_part_of_a_request_say_where_the_whole_is() throws Exception {
        HttpResponse<byte[]> whole = api.send("GET", "/contacts/" + leak.mail + "/raw", ApiServer.KEY);
        assertThat(whole.headers().firstValue("Whole-Request-Event")).isEmpty();
        JsonObject transport = new JsonObject().put("request", new JsonObject().put("event", "batch 1:0\u00e9"));
        long part = leak.rows.journal(null, "batch 1:1", "{}".getBytes(StandardCharsets.UTF_8), transport);
        HttpResponse<byte[]> answer = api.send("GET", "/contacts/" + part + "/raw", ApiServer.KEY);
        assertThat(answer.body()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.headers().firstValue("Whole-Request-Event")).hasValue("batch%201%3A0%C3%A9");
        api.validate("getRawContact", answer);
    }

    @Test
    void raw_bytes_that_retention_has_dropped_are_gone_and_the_contact_is_not() throws Exception {
        api.pool.query("update journal set raw = null").execute().await();
        HttpResponse<byte[]> raw = api.send("GET", "/contacts/" + leak.mail + "/raw", ApiServer.KEY);
        assertThat(raw.statusCode()).isEqualTo(410);
        api.validate("getRawContact", raw);
        assertThat(api.send("GET", "/contacts/" + leak.mail, ApiServer.KEY).statusCode())
                .isEqualTo(200);
    }

    private String path(String act) {
        return "/cases/" + leak.caseId + "/legal-hold/" + act;
    }
}
