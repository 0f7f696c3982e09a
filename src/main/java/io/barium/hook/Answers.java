package io.barium.hook;

import io.barium.provider.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicLong;

/** Writes replies. */
final class Answers {
    /** What a refused sender may still push and for how long, so that it gets to read why it was refused. */
    private static final long LINGER_BYTES = 8 << 20;

    static final long LINGER_MILLIS = 2_000;

    private Answers() {}

    /** Answers a request whose body was read to its end. */
    static void send(HttpServerResponse response, Reply reply) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (!reply.contentType().isEmpty()) {
            response.putHeader("content-type", reply.contentType());
        }
        response.end(reply.body());
    }

    /**
     * Answers a request whose body is not wanted. Vert.x would go on reading it for as long as it comes, and closing at
     * once would reset the connection under the reply; so the rest is thrown away for a while, then the sender is cut
     * off.
     */
    static void refuse(Vertx vertx, HttpServerRequest request, Reply reply) {
        boolean shared = request.version() == HttpVersion.HTTP_2;
        if (!shared) {
            request.response().putHeader("connection", "close");
        }
        boolean unread = !request.isEnded();
        send(request.response(), reply);
        if (unread) {
            Runnable cut = shared
                    ? () -> request.response().reset()
                    : () -> request.connection().close();
            long timer = vertx.setTimer(LINGER_MILLIS, t -> cut.run());
            AtomicLong left = new AtomicLong(LINGER_BYTES);
            request.exceptionHandler(e -> vertx.cancelTimer(timer))
                    .endHandler(v -> vertx.cancelTimer(timer))
                    .handler(chunk -> {
                        if (left.addAndGet(-chunk.length()) < 0) {
                            cut.run();
                        }
                    });
        }
    }
}
