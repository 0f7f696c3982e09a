package io.barium;

import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.plant.PostgresSupport;
import io.barium.plant.SegmentCounts;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the support system's real customers once a day, for verdicts to say how many a leak concerns. */
final class Counting implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Counting.class);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);
    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final @Nullable Pool pool;
    private final @Nullable SegmentCounts counts;
    private long timer = -1;
    private boolean counting;

    /** Nothing is asked of a database yet; nothing ever is where there is no support database. */
    Counting(Vertx vertx, Settings settings, Pool barium, @Nullable PostgresAddress address, Clock clock) {
        this.vertx = vertx;
        Settings.Support support = settings.support();
        if (support == null || address == null) {
            this.pool = null;
            this.counts = null;
        } else {
            Pool reading = Pools.forReading(vertx, address, 1);
            this.pool = reading;
            this.counts =
                    new SegmentCounts(barium, new PostgresSupport(reading, support.mapping()), support.name(), clock);
        }
    }

    void start() {
        if (counts != null) {
            timer = vertx.setPeriodic(0, LOOK_EVERY.toMillis(), t -> look(counts));
        }
    }

    private void look(SegmentCounts all) {
        if (counting) {
            return;
        }
        counting = true;
        all.refreshAfter(EVERY)
                .onFailure(e -> log.warn("customers cannot be counted, old counts stay cause={}", e.toString()))
                .onComplete(done -> counting = false);
    }

    @Override
    public void close() throws TimeoutException {
        vertx.cancelTimer(timer);
        if (pool != null) {
            pool.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
