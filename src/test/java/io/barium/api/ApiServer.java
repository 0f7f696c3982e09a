package io.barium.api;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.exposure.Naming;
import io.barium.view.Fixtures;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/** The API alone, over a database of its own. */
final class ApiServer implements AutoCloseable {
    static final String KEY = "the-configured-administrators-key";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    final Vertx vertx = Vertx.vertx();
    final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 4);
    private final HttpServer server;

    ApiServer() {
        this(Clock.fixed(Fixtures.NOW, ZoneOffset.UTC), Naming.never());
    }

    ApiServer(Clock clock, Naming naming) {
        Router router = Router.router(vertx);
        Exposing.routes(pool, KEY, clock, naming).mount(router);
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
    }

    @Override
    public void close() {
        server.close().await();
        pool.close().await();
        vertx.close().await();
    }

    HttpResponse<byte[]> post(String path, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + ApiRoutes.BASE + path);
    }

    HttpResponse<byte[]> send(String method, String path, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    static JsonObject json(HttpResponse<byte[]> answer) {
        return new JsonObject(Buffer.buffer(answer.body()));
    }

    /**
     * The validator has a closed list of media types, in which those of problem documents, JSON lines and pages are
     * not.
     */
    static String knownTypes(String text) {
        return text.replace("application/problem+json", "application/json")
                .replace("application/x-ndjson", "text/plain")
                .replace("text/html; charset=utf-8", "application/octet-stream")
                .replace("text/html", "application/octet-stream");
    }

    void validate(String operation, HttpResponse<byte[]> answer) throws Exception {
        String description = new String(send("GET", "/openapi.json", KEY).body(), StandardCharsets.UTF_8);
        OpenAPIContract contract = OpenAPIContract.from(vertx, new JsonObject(knownTypes(description)))
                .await();
        String type = knownTypes(answer.headers().firstValue("Content-Type").orElseThrow());
        ResponseValidator.create(vertx, contract)
                .validate(
                        ValidatableResponse.create(answer.statusCode(), Map.of(), Buffer.buffer(answer.body()), type),
                        operation)
                .await();
    }
}
