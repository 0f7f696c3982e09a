package io.barium;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that bring no request. A head is held in memory, many times its size, until it is whole, and one
 * that comes a byte at a time is never silent for long. Of one event loop.
 */
final class Lifetimes {
    private final Vertx vertx;
    private final Duration first;
    private final Duration next;
    private final Map<HttpConnection, Life> lives = new HashMap<>();

    /** When a connection has brought something last, and how long it has for the next request. */
    private static final class Life {
        private long since = System.nanoTime();
        private long limit;

        Life(Duration limit) {
            this.limit = limit.toNanos();
        }

        long left() {
            return TimeUnit.NANOSECONDS.toMillis(since + limit - System.nanoTime());
        }
    }

    /**
     * Of connections to come.
     *
     * @param first time for the first request's head
     * @param next time from one request's head to the next, its body and its answer included
     */
    Lifetimes(Vertx vertx, Duration first, Duration next) {
        this.vertx = vertx;
        this.first = first;
        this.next = next;
    }

    /** A connection was accepted. */
    void begin(HttpConnection connection) {
        Life life = new Life(first);
        lives.put(connection, life);
        connection.closeHandler(v -> lives.remove(connection));
        look(connection, life);
    }

    /** A connection has brought a request. */
    void goOn(HttpServerRequest request) {
        Life life = lives.get(request.connection());
        if (life != null) {
            life.since = System.nanoTime();
            life.limit = next.toNanos();
        }
    }

    private void look(HttpConnection connection, Life life) {
        vertx.setTimer(Math.max(1, life.left()), t -> {
            if (lives.get(connection) != life) {
                return;
            }
            if (life.left() > 0) {
                look(connection, life);
            } else {
                lives.remove(connection);
                connection.close();
            }
        });
    }
}
