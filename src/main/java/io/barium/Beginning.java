package io.barium;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of the work that needs the database: at once, or as soon as the database lets us. Whoever restarts
 * while it is away is to take contacts all the same.
 */
final class Beginning implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(App.class);
    private static final long CLOSE_MS = 10_000;
    /** SQLSTATE classes of a server that is away, starting, stopping, full, read-only or out of connections. */
    private static final Set<String> AWAY = Set.of("08", "25", "53", "57");

    private final Runnable work;
    private final Duration rest;
    private final Promise<Void> begun = Promise.promise();
    private final CountDownLatch closed = new CountDownLatch(1);
    /** None of Vert.x's: the work waits for futures, which those refuse to do. */
    private final Thread later = new Thread(this::tryOn, "beginning");

    private volatile @Nullable String waiting = "is about to begin";

    /**
     * A beginning that has not been tried.
     *
     * @param work begins, and blocks meanwhile; may be called again after it has failed
     * @param rest between two tries
     */
    Beginning(Runnable work, Duration rest) {
        this.work = work;
        this.rest = rest;
    }

    /**
     * Begins; blocks for one try. While the database is away it is tried again, and from then on whatever the database
     * says: who sets up its roles or restores a backup should not have to think of us.
     *
     * @throws RuntimeException or what else the work threw, when the database is there and refuses the first try, which
     *     is for people to mend
     */
    void begin() {
        try {
            work.run();
            succeeded();
        } catch (Exception e) {
            if (!isAway(e)) {
                throw e;
            }
            note(e);
            later.start();
        }
    }

    /** Completes when the work has begun. */
    Future<Void> done() {
        return begun.future();
    }

    /** Why it has not begun; {@code null} once it has. */
    @Nullable
    String waiting() {
        return waiting;
    }

    private void succeeded() {
        waiting = null;
        begun.complete();
    }

    private void note(Throwable failure) {
        String why = said(failure).toString();
        if (!why.equals(waiting)) {
            log.error("database does not let the work begin, contacts go to the spool until it does cause={}", why);
        }
        waiting = why;
    }

    private void tryOn() {
        try {
            while (!closed.await(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    work.run();
                    succeeded();
                    return;
                } catch (Exception | LinkageError e) {
                    note(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAway(Throwable e) {
        Throwable said = said(e);
        String state = null;
        if (said instanceof SQLException jdbc) {
            state = jdbc.getSQLState();
        } else if (said instanceof PgException pg) {
            state = pg.getSqlState();
        }
        return state == null
                ? said instanceof SQLException
                        || said instanceof IOException
                        || said instanceof ClosedConnectionException
                : AWAY.contains(state.substring(0, 2));
    }

    /** What the database or the connection to it said, without what our libraries made of it. */
    private static Throwable said(Throwable e) {
        Throwable cause = e;
        while (!(cause instanceof SQLException || cause instanceof PgException || cause instanceof IOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Tries no more; what is being tried is waited for. */
    @Override
    public void close() {
        closed.countDown();
        try {
            later.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (later.isAlive()) {
            log.warn("closing while the database is still asked to let the work begin");
        }
    }
}
