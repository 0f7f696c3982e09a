package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.view.Leak;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExposuresTest {
    /** A row that {@link Leak} has planted at the time that it is. */
    private static final String ROW = "4711";

    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    private final ApiServer api = new ApiServer();
    private final Leak leak = new Leak(api.pool);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void an_array_is_taken_row_by_row_and_the_answer_is_as_described() throws Exception {
        JsonArray rows = new JsonArray()
                .add(access("anna").put("ip", "10.0.0.1"))
                .add("no object")
                .add(access("anna").put("row", "a-customer"))
                .add(access("bert").put("at", "soon"))
                .add(access("bert"));
        HttpResponse<byte[]> answer = api.post("/exposures", JSON, rows.encode());
        api.validate("addExposures", answer);
        JsonObject report = ApiServer.json(answer);
        assertThat(report.getLong("rows")).isEqualTo(5);
        assertThat(report.getLong("planted")).isEqualTo(2);
        assertThat(report.getLong("stored")).isEqualTo(3);
        assertThat(report.getJsonArray("unknownRows")).containsExactly("a-customer");
        assertThat(report.getJsonArray("ignored")).containsExactly("ip");
        assertThat(report.getJsonArray("faults").stream()
                        .map(f -> ((JsonObject) f).getLong("row") + " " + ((JsonObject) f).getString("field")))
                .containsExactlyInAnyOrder("2 row", "4 at");
        assertThat(ApiServer.json(api.post("/exposures", JSON, rows.encode())).getLong("stored"))
                .isZero();
    }

    @Test
    void lines_are_taken_too_and_origins_are_listed_without_names() throws Exception {
        String lines = access("anna").encode() + "\n{\n"
                + access("bert").put("export", "dunning").encode();
        JsonObject report = ApiServer.json(api.post("/exposures", LINES + "; charset=utf-8", lines));
        assertThat(report.getLong("stored")).isEqualTo(5);
        assertThat(report.getLong("faulty")).isEqualTo(1);
        HttpResponse<byte[]> listed = api.send("GET", "/origins?limit=10", ApiServer.KEY);
        api.validate("listOrigins", listed);
        JsonArray origins = ApiServer.json(listed).getJsonArray("items");
        assertThat(origins.stream().map(o -> ((JsonObject) o).getString("kind")))
                .containsExactlyInAnyOrder("AGENT", "AGENT", "EXPORT", "QUEUE");
        assertThat(origins.encode()).doesNotContain("anna").contains("agent:");
        JsonObject queue = ApiServer.json(api.send("GET", "/origins?kind=QUEUE", ApiServer.KEY))
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(queue.getString("key")).isEqualTo("queue:billing");
        assertThat(queue.getLong("exposures")).isEqualTo(2);
        assertThat(queue.getLong("plantings")).isEqualTo(1);
    }

    @Test
    void what_cannot_be_taken_is_refused_whole_and_says_why() throws Exception {
        assertThat(refused(JSON, "{}", 400)).contains("JSON array").contains("nothing was taken");
        assertThat(refused(JSON, "[" + access("anna").encode() + ",", 400)).contains("nothing was taken");
        assertThat(refused("text/csv", "at,row", 415)).contains("Content-Type");
        String many = IntStream.rangeClosed(0, ExposureOperations.MAX_ROWS)
                .mapToObj(i -> "{}")
                .collect(Collectors.joining(","));
        assertThat(refused(JSON, "[" + many + "]", 400)).contains("10000 rows at most");
        assertThat(refused(LINES, many.replace(',', '\n'), 400)).contains("10000 rows at most");
        assertThat(refused(JSON, "[\"" + "x".repeat(ExposureOperations.MAX_BYTES) + "\"]", 413))
                .contains("8388608 bytes at most");
        assertThat(leak.rows.rows("select * from exposure")).isEmpty();
        assertThat(ApiServer.json(api.post("/exposures", JSON, "[]")).getLong("rows"))
                .isZero();
    }

    @Test
    void rows_can_be_of_another_system() throws Exception {
        JsonObject report = ApiServer.json(api.post(
                "/exposures?system=crm",
                JSON,
                new JsonArray().add(access("anna")).encode()));
        assertThat(report.getLong("unknown")).isEqualTo(1);
        assertThat(api.post("/exposures?sytem=crm", JSON, "[]").statusCode()).isEqualTo(400);
    }

    @Test
    void questions_about_origins_are_checked() throws Exception {
        HttpResponse<byte[]> kind = api.send("GET", "/origins?kind=PAIR", ApiServer.KEY);
        api.validate("listOrigins", kind);
        assertThat(ApiServer.json(kind).getString("detail")).contains("kind").contains("INTEGRATION");
        HttpResponse<byte[]> name = api.send("GET", "/origins/queue:billing/name?case=1", ApiServer.KEY);
        api.validate("getAgentName", name);
        assertThat(name.statusCode()).isEqualTo(404);
    }

    private String refused(String type, String body, int status) throws Exception {
        HttpResponse<byte[]> answer = api.post("/exposures", type, body);
        assertThat(answer.statusCode()).isEqualTo(status);
        api.validate("addExposures", answer);
        return ApiServer.json(answer).getString("detail");
    }

    private static JsonObject access(String agent) {
        return new JsonObject()
                .put("at", "2026-11-20T10:01:00Z")
                .put("row", ROW)
                .put("agent", agent)
                .put("queue", "billing");
    }
}
