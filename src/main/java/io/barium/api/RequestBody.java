package io.barium.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads request bodies, a few at a time, each under a cap and within a time. */
final class RequestBody {
    private static final long PATIENCE_SECONDS = 60;

    private final int maxBytes;
    private final int maxAtOnce;
    private final AtomicInteger atOnce = new AtomicInteger();

    /**
     * A reader.
     *
     * @param maxBytes larger bodies are answered 413
     * @param maxAtOnce bodies that are held at once, over all requests; more are answered 503
     */
    RequestBody(int maxBytes, int maxAtOnce) {
        this.maxBytes = maxBytes;
        this.maxAtOnce = maxAtOnce;
    }

    /** What is done with a body; while it is, the body is held. */
    interface Use {
        Future<Void> of(Buffer body);
    }

    /** Reads the body and has it used; to be called before the request flows. */
    Future<Void> read(RoutingContext ctx, Use use) {
        if (atOnce.incrementAndGet() > maxAtOnce) {
            atOnce.decrementAndGet();
            return refuse(ctx, Problem.unavailable("too many bodies at once; come again"));
        }
        return collect(ctx).compose(use::of).eventually(() -> {
            atOnce.decrementAndGet();
            return Future.succeededFuture();
        });
    }

    private Future<Buffer> collect(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > maxBytes) {
                request.handler(null);
                whole.tryFail(Problem.tooLarge("expected " + maxBytes + " bytes at most; send several parts"));
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(v -> whole.tryComplete(body));
        request.exceptionHandler(whole::tryFail);
        return whole.future()
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .recover(e -> refuse(
                        ctx,
                        e instanceof TimeoutException
                                ? Problem.timeout("expected the whole body within " + PATIENCE_SECONDS + " s")
                                : e));
    }

    /** The rest of the body is not waited for. */
    private static <T> Future<T> refuse(RoutingContext ctx, Throwable why) {
        if (!ctx.response().headWritten()) {
            ctx.response().putHeader("Connection", "close");
        }
        return Future.failedFuture(why);
    }
}
