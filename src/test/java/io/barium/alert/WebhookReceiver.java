package io.barium.alert;

import io.barium.config.Secret;
import io.barium.config.Settings.AlertWebhook;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A system that is told by POST, over real HTTP, and answers as told. */
final class WebhookReceiver implements AutoCloseable {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** What came in one request. */
    record Post(HttpHeaders headers, String body) {
        String id() {
            return headers.firstValue("webhook-id").orElse("");
        }

        String subject() {
            return new JsonObject(body).getJsonObject("data").getString("subject");
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    final Set<Integer> peers = ConcurrentHashMap.newKeySet();
    volatile Consumer<HttpServerRequest> answer = answering(204);
    private final HttpServer server;

    WebhookReceiver(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, List<String>> headers = new TreeMap<>();
                    request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
                    posts.add(new Post(HttpHeaders.of(headers, (n, v) -> true), body.toString()));
                    peers.add(request.remoteAddress().port());
                    answer.accept(request);
                }))
                .listen(0, "127.0.0.1")
                .await();
    }

    static Consumer<HttpServerRequest> answering(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    AlertWebhook settings() {
        return new AlertWebhook("http://127.0.0.1:" + server.actualPort() + "/in?a=b", new Secret(SECRET));
    }

    List<String> subjects() {
        return posts.stream().map(Post::subject).toList();
    }

    @Override
    public void close() {
        server.close().await();
    }
}
