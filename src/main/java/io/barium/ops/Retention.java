package io.barium.ops;

import io.barium.config.Settings;
import io.barium.loop.Rounds;
import io.barium.loop.Rounds.Round;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the raw bytes of contacts that have reached the age of their rule, oldest first, but for cases on legal hold.
 * What was read of them, and every hash, stays: the chain can be verified as before. Any number of processes may do it
 * at once.
 */
public final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final long EVERY_MS = TimeUnit.MINUTES.toMillis(10);
    private static final int BATCH = 500;
    private static final String CURSOR = "select seq from retention where rule = $1 for update";
    /**
     * What comes next under a rule, up to the first row that is too young. A row from the future, written while a clock
     * was wrong, is passed over, or it would keep everything behind it.
     */
    private static final String NEXT = """
            select max(seq) filter (where old or future) as up_to from (
                select seq, received_at < $2 as old, received_at > $3 as future,
                       bool_and(received_at < $2 or received_at > $3) over (order by seq) as reached
                from (select seq, received_at from journal where seq > $1 order by seq limit $4) n) m
            where reached
            """;

    private static final String DROP = """
            update journal j set raw = null
            from (select w.seq from journal w left join sighting s on s.seq = w.seq
                  where w.seq > $1 and w.seq <= $2 and w.raw is not null and w.received_at < $3
                    and ($4::text is null or s.standing = $4)
                    and not exists (select 1 from sighting x join legal_hold h on h.case_id = x.case_id
                                    where x.contact_seq = coalesce(s.contact_seq, w.seq))) d
            where j.seq = d.seq and j.seq > $1 and j.seq <= $2
            """;

    private final Vertx vertx;
    private final Pool pool;
    private final Settings.Retention settings;
    private final Clock clock;
    private long timer = -1;

    /** Retention as the settings want it. */
    public Retention(Vertx vertx, Pool pool, Settings.Retention settings, Clock clock) {
        this.vertx = vertx;
        this.pool = pool;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sees to it every ten minutes. */
    public void start() {
        timer = vertx.setPeriodic(
                EVERY_MS, t -> run().onFailure(e -> log.error("retention cannot work cause={}", e.toString())));
    }

    /**
     * Drops what is due now.
     *
     * @return rows whose raw bytes were dropped
     */
    public Future<Integer> run() {
        return rule("RAW", settings.raw(), null)
                .compose(n -> rule("UNKNOWN_RAW", settings.unknownRaw(), "UNKNOWN_RECIPIENT")
                        .map(m -> n + m));
    }

    private Future<Integer> rule(String rule, @Nullable Duration age, @Nullable String standing) {
        if (age == null) {
            return Future.succeededFuture(0);
        }
        return Rounds.of(() -> pool.withTransaction(tx -> batch(tx, rule, clock.instant(), age, standing)));
    }

    /** One transaction; what it did is counted in rows. */
    private static Future<Round> batch(
            SqlConnection tx, String rule, Instant now, Duration age, @Nullable String standing) {
        var before = now.minus(age).atOffset(ZoneOffset.UTC);
        return tx.preparedQuery(CURSOR).execute(Tuple.of(rule)).compose(cursor -> {
            long from = cursor.iterator().next().getLong("seq");
            return tx.preparedQuery(NEXT)
                    .execute(Tuple.of(from, before, now.atOffset(ZoneOffset.UTC), BATCH))
                    .compose(next -> {
                        Row r = next.iterator().next();
                        Long upTo = r.getLong("up_to");
                        return upTo == null
                                ? Future.succeededFuture(new Round(0, false))
                                : drop(tx, rule, from, upTo, before, standing);
                    });
        });
    }

    private static Future<Round> drop(
            SqlConnection tx,
            String rule,
            long from,
            long upTo,
            java.time.OffsetDateTime before,
            @Nullable String standing) {
        return tx.preparedQuery(DROP)
                .execute(Tuple.of(from, upTo, before, standing))
                .compose(dropped -> tx.preparedQuery("update retention set seq = $2 where rule = $1")
                        .execute(Tuple.of(rule, upTo))
                        .map(moved -> new Round(dropped.rowCount(), true)));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
