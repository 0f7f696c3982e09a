package io.barium.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the journal's months and makes the partitions of the months to come. Any number of processes may do it at
 * once.
 */
public final class JournalMonths implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalMonths.class);
    private static final int AHEAD = 3;
    private static final long EVERY_MS = TimeUnit.MINUTES.toMillis(10);

    private final Vertx vertx;
    private final Pool pool;
    private final Clock clock;
    private volatile long timer = -1;

    /** Months of the journal of a database, in UTC. */
    public JournalMonths(Vertx vertx, Pool pool, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.clock = clock;
    }

    /** Sees to it now and, when that has succeeded, every ten minutes from then on. */
    public Future<Void> start() {
        return ensure().map(partitions -> {
            timer = vertx.setPeriodic(
                    EVERY_MS,
                    t -> ensure().onFailure(e ->
                            log.error("months of the journal cannot be made ahead cause={}", e.toString())));
            return null;
        });
    }

    /**
     * Begins the month that it is, if it has not begun.
     *
     * @return partitions that stand by now
     */
    public Future<Long> ensure() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return pool.preparedQuery("select journal_months($1, $2) as n")
                .execute(Tuple.of(today, AHEAD))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
