package io.barium.hook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body as raw bytes under a cap; nothing is decoded. */
final class BodyReader {
    private BodyReader() {}

    /** The body is larger than the cap. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("body over the cap", null, false, false);
        }
    }

    /**
     * Reads the body.
     *
     * @param cap bytes at most
     * @return the bytes; fails with {@link TooLarge} as soon as the cap is passed, or with the connection's failure
     */
    static Future<byte[]> read(HttpServerRequest request, int cap) {
        if (announced(request) > cap) {
            return Future.failedFuture(new TooLarge());
        }
        Promise<byte[]> result = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > cap) {
                request.handler(null).endHandler(null);
                result.tryFail(new TooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(result::tryFail);
        request.endHandler(v -> result.tryComplete(body.getBytes()));
        return result.future();
    }

    /** What Content-Length says; 0 where it says nothing that can be trusted, since the bytes are counted anyhow. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
