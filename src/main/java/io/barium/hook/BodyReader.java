package io.barium.hook;

import io.barium.intake.Gathering;
import io.barium.intake.InFlight;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/** Reads a request's body as raw bytes within its limits; nothing is decoded. */
final class BodyReader {
    private static final long NO_TIMER = -1;
    /** Bytes a second; who sends more slowly holds memory that others wait for. */
    private static final long SLOWEST = 256 << 10;
    /** What came while the process was held up is read before its sender is called slow. */
    private static final long SECOND_LOOK_MS = 50;

    /** Why a body was not read to its end. */
    enum Limit {
        /** Larger than one body may be. */
        SIZE,
        /** The process holds as much as it can. */
        ROOM,
        /** It came too slowly. */
        TIME
    }

    /** A limit was met. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Limit limit;

        Refused(Limit limit) {
            super("body over the limit of " + limit, null, false, false);
            this.limit = limit;
        }

        Limit limit() {
            return limit;
        }
    }

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HookLimits limits;
    private final Gathering body;
    private final long announced;
    private final Promise<Gathering> result = Promise.promise();
    private long timer = NO_TIMER;
    private long begun;

    private BodyReader(
            Vertx vertx, HttpServerRequest request, HookLimits limits, InFlight.Share share, long announced) {
        this.vertx = vertx;
        this.request = request;
        this.limits = limits;
        this.body = new Gathering(share, limits.maxBodyBytes(), announced);
        this.announced = announced;
    }

    /**
     * Reads the body.
     *
     * @param share of this request, which grows with the body
     * @return the bytes, still in their pieces; fails with {@link Refused} as soon as a limit is met, or with the
     *     connection's failure
     */
    static Future<Gathering> read(Vertx vertx, HttpServerRequest request, HookLimits limits, InFlight.Share share) {
        long announced = announced(request);
        if (announced > limits.maxBodyBytes()) {
            return Future.failedFuture(new Refused(Limit.SIZE));
        }
        if (!limits.inFlight().hasRoom(announced)) {
            return Future.failedFuture(new Refused(Limit.ROOM));
        }
        BodyReader reader = new BodyReader(vertx, request, limits, share, announced);
        request.handler(reader::take).exceptionHandler(reader::brokenOff).endHandler(v -> reader.end());
        return reader.result.future();
    }

    private void take(Buffer chunk) {
        switch (body.add(chunk.length(), (from, to, target, at) -> chunk.getBytes(from, to, target, at))) {
            case TOO_LARGE -> refuse(Limit.SIZE);
            case NO_ROOM -> refuse(Limit.ROOM);
            case YES -> {
                if (timer == NO_TIMER && body.size() != announced) {
                    begun = System.nanoTime();
                    timer = vertx.setTimer(left(), t -> look());
                }
            }
        }
    }

    /** Milliseconds until what has come is too little. */
    private long left() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return limits.bodyTime().toMillis() + 1_000L * body.size() / SLOWEST - passed;
    }

    private void look() {
        timer = vertx.setTimer(Math.max(left(), SECOND_LOOK_MS), t -> {
            if (left() > 0) {
                look();
            } else {
                refuse(Limit.TIME);
            }
        });
    }

    private void refuse(Limit limit) {
        request.handler(null).endHandler(null);
        stopTimer();
        body.drop();
        result.tryFail(new Refused(limit));
    }

    private void brokenOff(Throwable failure) {
        stopTimer();
        result.tryFail(failure);
    }

    private void end() {
        stopTimer();
        result.tryComplete(body);
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
    }

    /** What Content-Length says; 0 where it says nothing that can be trusted, since the bytes are counted anyhow. */
    private static long announced(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Math.max(0, Long.parseLong(length.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
