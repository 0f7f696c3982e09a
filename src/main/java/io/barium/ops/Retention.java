package io.barium.ops;

import io.barium.config.Settings;
import io.barium.loop.Rounds;
import io.barium.loop.Rounds.Round;
import io.barium.model.Standing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** Set back to rows that were passed over as from the future, once the earliest of them is old enough. */
    private static final String CURSOR = """
            select case when future_at < $2 then least(seq, future_seq - 1) else seq end as seq
            from retention where rule = $1 for update
            """;
    /**
     * What comes next under a rule, up to the first row that is too young. A row from the future, written while a clock
     * was wrong, is passed over, or it would keep everything behind it; it may as well be this clock that is wrong, so
     * it is remembered.
     */
    private static final String NEXT = """
            select max(seq) as up_to, min(seq) filter (where future) as future_seq,
                   min(received_at) filter (where future) as future_at
            from (
                select seq, received_at, received_at > $3 as future,
                       bool_and(received_at < $2 or received_at > $3) over (order by seq) as reached
                from (select seq, received_at from journal where seq > $1 %s order by seq limit $4) n) m
            where reached
            """;

    /** Row {@code p} is a part of the request that row {@code w} has whole; in the words of the index. */
    private static final String PART = """
            p.source = w.source and journal_whole(p.transport) = w.raw_sha256 and strpos(p.transport, '"request":{"event":') > 0
            """;
    /**
     * A hold covers all rows of a contact, and the row whose raw bytes are the whole request that one of them is a part
     * of: the signature can be checked over nothing else.
     */
    private static final String DROP = """
            with due as materialized (
                select w.seq,
                    exists (select 1 from sighting x join legal_hold h on h.case_id = x.case_id
                            where x.contact_seq = coalesce(s.contact_seq, w.seq))
                    or exists (select 1 from journal p join sighting q on q.seq = p.seq
                                   join sighting x on x.contact_seq = q.contact_seq
                                   join legal_hold h on h.case_id = x.case_id
                               where %1$s) as held
                from journal w left join sighting s on s.seq = w.seq
                where w.seq > $1 and w.seq <= $2 and w.raw is not null and w.received_at < $3 %2$s),
            dropped as (
                update journal j set raw = null from due d
                where j.seq = d.seq and not d.held and j.seq > $1 and j.seq <= $2
                returning j.seq)
            select (select count(*) from dropped)::int as dropped, (select min(seq) from due where held) as held_seq
            """;

    private static final String MOVE = """
            update retention set seq = $2,
                future_seq = least(case when future_at >= $3 then future_seq end, $4),
                future_at = least(case when future_at >= $3 then future_at end, $5),
                held_seq = least(held_seq, $6)
            where rule = $1
            """;

    /** What bytes are dropped by. */
    private enum Rule {
        RAW("", ""),
        /**
         * Waits for casework. A contact of which anything touched a token is spared whole, also what came before that,
         * and so is the request that it is a part of.
         */
        UNKNOWN_RAW("and seq <= (select seq from casework_cursor)", """
                and s.standing = '%s' and not exists (
                    select 1 from sighting x where x.contact_seq = s.contact_seq and x.standing in (%s))
                and not exists (
                    select 1 from journal p left join sighting q on q.seq = p.seq
                    where %s and q.standing is distinct from s.standing)
                """.formatted(
                        Standing.UNKNOWN_RECIPIENT,
                        Stream.of(Standing.values())
                                .filter(s -> s != Standing.UNKNOWN_RECIPIENT)
                                .map(s -> "'" + s + "'")
                                .collect(Collectors.joining(", ")),
                        PART));

        private final String next;
        private final String drop;

        Rule(String reach, String which) {
            this.next = NEXT.formatted(reach);
            this.drop = DROP.formatted(PART, which);
        }
    }

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
        return rule(Rule.RAW, settings.raw())
                .compose(n -> rule(Rule.UNKNOWN_RAW, settings.unknownRaw()).map(m -> n + m));
    }

    private Future<Integer> rule(Rule rule, @Nullable Duration age) {
        if (age == null) {
            return Future.succeededFuture(0);
        }
        return Rounds.of(() -> pool.withTransaction(tx -> batch(tx, rule, clock.instant(), age)));
    }

    /** One transaction; what it did is counted in rows. */
    private static Future<Round> batch(SqlConnection tx, Rule rule, Instant now, Duration age) {
        OffsetDateTime before = now.minus(age).atOffset(ZoneOffset.UTC);
        return tx.preparedQuery(CURSOR).execute(Tuple.of(rule.name(), before)).compose(cursor -> {
            long from = cursor.iterator().next().getLong("seq");
            return tx.preparedQuery(rule.next)
                    .execute(Tuple.of(from, before, now.atOffset(ZoneOffset.UTC), BATCH))
                    .compose(next -> {
                        Row r = next.iterator().next();
                        return r.getLong("up_to") == null
                                ? Future.succeededFuture(new Round(0, false))
                                : drop(tx, rule, from, r, before);
                    });
        });
    }

    private static Future<Round> drop(SqlConnection tx, Rule rule, long from, Row next, OffsetDateTime before) {
        long upTo = next.getLong("up_to");
        return tx.preparedQuery(rule.drop)
                .execute(Tuple.of(from, upTo, before))
                .map(rows -> rows.iterator().next())
                .compose(done -> tx.preparedQuery(MOVE)
                        .execute(Tuple.of(
                                rule.name(),
                                upTo,
                                before,
                                next.getLong("future_seq"),
                                next.getOffsetDateTime("future_at"),
                                done.getLong("held_seq")))
                        .map(moved -> new Round(done.getInteger("dropped"), true)));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
