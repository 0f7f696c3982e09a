package io.barium.mail.imap;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A token endpoint that answers as told, with the certificate that GreenMail brings along. */
final class TokenServer {
    /** Bodies of all requests. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private volatile Consumer<HttpServerResponse> answer =
            r -> r.setStatusCode(503).end();

    TokenServer(Vertx vertx) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath("greenmail.p12").setPassword("changeit")))
                .requestHandler(r -> r.body().onSuccess(body -> {
                    requests.add(body.toString());
                    answer.accept(r.response());
                }))
                .listen()
                .await();
    }

    String url() {
        return "https://127.0.0.1:" + server.actualPort() + "/token";
    }

    void answers(String body) {
        answer = r -> r.end(body);
    }

    void refuses(int status, String body) {
        answer = r -> r.setStatusCode(status).end(body);
    }

    void redirects(String to) {
        answer = r -> r.setStatusCode(302).putHeader("location", to).end();
    }
}
