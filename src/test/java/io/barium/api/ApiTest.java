package io.barium.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.view.Fixtures;
import io.barium.view.Leak;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
    private static final Clock CLOCK = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);
    private static final String KEY = "the-configured-administrators-key";
    private static final String PROBLEM = "application/problem+json";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Vertx vertx;
    private static Pool pool;
    private static HttpServer server;
    private static ApiRoutes routes;
    private static Leak leak;
    private static OpenAPIContract contract;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        pool = Pools.open(vertx, TestDatabase.migrated(), 4);
        leak = new Leak(pool);
        routes = Exposing.routes(pool, KEY, CLOCK);
        Router router = Router.router(vertx);
        routes.mount(router);
        router.get("/elsewhere").handler(ctx -> ctx.end("still here"));
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        // The validator has a closed list of media types; others are asserted where they are.
        String description = ApiServer.knownTypes(get("/openapi.json", null).body());
        contract = OpenAPIContract.from(vertx, new JsonObject(description)).await();
    }

    @AfterAll
    static void stop() {
        server.close().await();
        pool.close().await();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({
        "listContacts, /contacts",
        "listContacts, /contacts?limit=2",
        "listCases, /cases",
        "getCase, /cases/{case}",
        "getCase, /cases/{case}?limit=1",
        "listTokens, /tokens",
        "listTokens, /tokens?role=CONTROL&kind=EMAIL&limit=1000",
        "listPlantings, /plantings?limit=1&after=0",
        "getContact, /contacts/{mail}",
        "getContact, /contacts/{call}",
        "getContact, /contacts/{transcription}",
        "getContact, /contacts/{sms}",
        "getContact, /contacts/{unreadable}",
        "getContact, /contacts/{waiting}",
        "getRawContact, /contacts/{mail}/raw",
        "listDeadLetters, /dead-letters?limit=3",
    })
    void real_answers_are_as_described(String operation, String path) throws Exception {
        HttpResponse<byte[]> answer = bytes(fill(path));
        assertThat(answer.statusCode()).isEqualTo(200);
        validate(operation, answer);
    }

    @ParameterizedTest
    @CsvSource({
        "listContacts, /contacts?limit=0, 400, limit",
        "listContacts, /contacts?limit=1001, 400, limit",
        "listContacts, /contacts?limit=x, 400, limit",
        "listContacts, /contacts?limit=1&limit=2, 400, limit",
        "listContacts, /contacts?after=-1, 400, after",
        "listContacts, /contacts?from=3, 400, from",
        "listTokens, /tokens?role=SIBLING, 400, role",
        "listTokens, /tokens?kind=email, 400, kind",
        "getContact, /contacts/424242, 404, contact",
        "getContact, /contacts/abc, 404, contact",
        "getContact, /contacts/99999999999999999999, 404, contact",
        "getRawContact, /contacts/424242/raw, 404, contact",
        "getCase, /cases/424242, 404, case",
    })
    void faults_are_problem_documents_that_name_what_is_wrong(String operation, String path, int status, String named)
            throws Exception {
        HttpResponse<byte[]> answer = bytes(fill(path));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(PROBLEM);
        JsonObject problem = new JsonObject(Buffer.buffer(answer.body()));
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).contains(named);
        validate(operation, answer);
    }

    @Test
    void every_route_is_described_and_everything_described_is_served() throws Exception {
        JsonObject paths = new JsonObject(get("/openapi.json", null).body()).getJsonObject("paths");
        Set<String> served = new TreeSet<>(routes.questions());
        served.addAll(routes.acts());
        assertThat(new TreeSet<>(paths.fieldNames())).isEqualTo(served);
        for (String path : served) {
            Set<String> methods = paths.getJsonObject(path).fieldNames();
            assertThat(methods).as(path).containsExactly(routes.acts().contains(path) ? "post" : "get");
        }
    }

    @Test
    void the_description_needs_no_key_and_names_the_server_that_was_asked() throws Exception {
        HttpResponse<String> answer = get("/openapi.json", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray servers = new JsonObject(answer.body()).getJsonArray("servers");
        assertThat(servers.getJsonObject(0).getString("url"))
                .isEqualTo("http://127.0.0.1:" + server.actualPort() + "/api/v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic " + KEY, "Bearer " + KEY + "x"})
    void without_a_valid_key_nothing_is_answered(String authorization) throws Exception {
        for (String path : routes.questions()) {
            HttpResponse<String> answer =
                    get(path.replace("{id}", "1").replace("{key}", "agent:0123456789abcdef"), authorization);
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Bearer");
            assertThat(answer.body()).contains("\"status\":401").doesNotContain("amsel");
        }
    }

    @Test
    void pages_are_followed_by_their_cursor() throws Exception {
        JsonObject first = json("/contacts?limit=5");
        assertThat(first.getJsonArray("items")).hasSize(5);
        JsonObject second = json("/contacts?limit=5&after=" + first.getString("next"));
        assertThat(second.getJsonArray("items")).hasSize(3);
        assertThat(second.containsKey("next")).isTrue();
        assertThat(second.getString("next")).isNull();
    }

    @Test
    void a_mail_is_flat_with_its_authentication_matches_and_unmasked_values() throws Exception {
        JsonObject mail = json("/contacts/" + leak.mail);
        assertThat(mail.getString("channel")).isEqualTo("MAIL");
        assertThat(mail.getString("standing")).isEqualTo("CREDIBLE");
        assertThat(mail.getString("envelopeFrom")).isEqualTo("collector@bulk.example");
        assertThat(mail.getJsonArray("recipients")).containsExactly(Leak.PLANTED_MAIL);
        assertThat(mail.getString("subject")).startsWith(Leak.SCRIPT);
        assertThat(mail.getJsonArray("links")).containsExactly("https://pay.bulk.example/now");
        assertThat(mail.getJsonObject("authentication").getString("dmarc")).isEqualTo("FAIL");
        assertThat(mail.getJsonArray("matches").getJsonObject(0).getString("value"))
                .isEqualTo(Leak.PLANTED_MAIL);
        assertThat(Instant.parse(mail.getString("receivedAt"))).isAfter(Fixtures.NOW);
    }

    @Test
    void a_case_shows_the_transcript_inside_the_call() throws Exception {
        JsonArray timeline = json("/cases/" + leak.caseId).getJsonArray("timeline");
        assertThat(timeline).hasSize(3);
        JsonObject call = timeline.getJsonObject(1);
        assertThat(call.getJsonObject("stirShaken").getString("attestation")).isEqualTo("C");
        assertThat(call.getJsonArray("additions").getJsonObject(1).getString("text"))
                .startsWith("I call about ticket");
    }

    @Test
    void raw_bytes_are_a_download_and_every_look_is_recorded() throws Exception {
        HttpResponse<byte[]> answer = bytes("/contacts/" + leak.mail + "/raw");
        assertThat(answer.body()).isEqualTo(leak.mailRaw);
        Map<String, String> expected = Map.of(
                "Content-Type", "application/octet-stream",
                "Content-Disposition", "attachment; filename=\"contact-" + leak.mail + ".eml\"",
                "X-Content-Type-Options", "nosniff",
                "Cache-Control", "no-store");
        expected.forEach((name, value) ->
                assertThat(answer.headers().firstValue(name)).as(name).hasValue(value));
        assertThat(leak.rows.rows(
                        "select * from audit where who = 'key:configured' and object = 'contact/" + leak.mail + "'"))
                .isNotEmpty();
    }

    @Test
    void other_methods_and_unknown_paths_are_told_and_other_routes_stay() throws Exception {
        HttpResponse<String> post = send(request("/contacts", "Bearer " + KEY)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(post.body()).contains("\"status\":405");
        HttpResponse<String> unknown = get("/nothing/here", "Bearer " + KEY);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type")).hasValue(PROBLEM);
        HttpResponse<String> head = send(request("/contacts", "Bearer " + KEY)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        URI elsewhere = URI.create("http://127.0.0.1:" + server.actualPort() + "/elsewhere");
        assertThat(send(HttpRequest.newBuilder(elsewhere).build()).body()).isEqualTo("still here");
    }

    @Test
    void a_fault_of_ours_is_told_without_a_stack_trace() throws Exception {
        Pool closed = Pools.open(vertx, TestDatabase.migrated(), 1);
        closed.close().await();
        Router router = Router.router(vertx);
        Exposing.routes(closed, KEY, CLOCK).mount(router);
        HttpServer broken = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        URI uri = URI.create("http://127.0.0.1:" + broken.actualPort() + "/api/v1/contacts");
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + KEY)
                .build());
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("correlationId=")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        broken.close().await();
    }

    private static void validate(String operation, HttpResponse<byte[]> answer) {
        String type =
                ApiServer.knownTypes(answer.headers().firstValue("Content-Type").orElseThrow());
        ResponseValidator.create(vertx, contract)
                .validate(
                        ValidatableResponse.create(answer.statusCode(), Map.of(), Buffer.buffer(answer.body()), type),
                        operation)
                .await();
    }

    private static String fill(String path) {
        return path.replace("{case}", Long.toString(leak.caseId))
                .replace("{mail}", Long.toString(leak.mail))
                .replace("{call}", Long.toString(leak.call))
                .replace("{transcription}", Long.toString(leak.transcription))
                .replace("{sms}", Long.toString(leak.sms))
                .replace("{unreadable}", Long.toString(leak.unreadable))
                .replace("{waiting}", Long.toString(leak.waiting));
    }

    private static JsonObject json(String path) throws Exception {
        return new JsonObject(get(path, "Bearer " + KEY).body());
    }

    private static HttpResponse<byte[]> bytes(String path) throws Exception {
        return CLIENT.send(request(path, "Bearer " + KEY).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<String> get(String path, @Nullable String authorization) throws Exception {
        return send(request(path, authorization).build());
    }

    private static HttpRequest.Builder request(String path, @Nullable String authorization) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + ApiRoutes.BASE + path));
        return authorization == null || authorization.isEmpty()
                ? builder
                : builder.header("Authorization", authorization);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
