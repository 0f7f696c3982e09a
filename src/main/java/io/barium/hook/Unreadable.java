package io.barium.hook;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers what is no HTTP request, or one with a head beyond the server's limits: 414, 431 or else 400. Vert.x closes
 * such a connection at once, which resets it under the answer while the sender is still sending; here the rest is
 * thrown away for two seconds first, so that the sender gets to read why it was refused. Needs no source or signature:
 * nothing of such a request is known to be true.
 */
public final class Unreadable implements Handler<HttpServerRequest> {
    private final Vertx vertx;

    /** Answers on the event loops of {@code vertx}. */
    public Unreadable(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handle(HttpServerRequest request) {
        // The head alone is the whole answer: with its end Vert.x would close.
        request.response()
                .setStatusCode(status(request.decoderResult().cause()))
                .putHeader("connection", "close")
                .putHeader("content-length", "0")
                .writeHead();
        long cut =
                vertx.setTimer(Answers.LINGER_MILLIS, t -> request.connection().close());
        request.connection().closeHandler(v -> vertx.cancelTimer(cut));
    }

    private static int status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
