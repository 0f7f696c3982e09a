package io.barium.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The table of messages that leave. A message is in it from the transaction that decided on it until it is sent or
 * dead.
 */
public final class Outbox {
    private static final String CLAIM = """
            update outbox set leased_until = $2, attempts = attempts + 1
            where id in (select id from outbox
                         where state = 'PENDING' and due_at <= $1 and (leased_until is null or leased_until <= $1)
                         order by due_at limit $3 for update skip locked)
            returning id, channel, topic, payload::text as payload, attempts, created_at
            """;

    /**
     * A message whose turn it is.
     *
     * @param attempts including this one
     */
    record Claimed(Message message, int attempts, Instant createdAt) {}

    /**
     * What waits and what was given up.
     *
     * @param pending not yet sent
     * @param failing of them, tried at least once
     * @param dead given up
     * @param lastError of the newest message that has one; empty for none
     */
    public record Counts(long pending, long failing, long dead, String lastError) {}

    private final Pool pool;

    /** The outbox of a database. */
    public Outbox(Pool pool) {
        this.pool = pool;
    }

    /**
     * Adds a message within the caller's transaction; one that is there already stays as it is.
     *
     * @param transaction the connection of the transaction that gave the reason
     */
    public static Future<Void> add(SqlClient transaction, Message message, Instant now) {
        return transaction
                .preparedQuery("""
                        insert into outbox (id, channel, topic, payload, state, created_at, due_at)
                        values ($1, $2, $3, $4::text::json, 'PENDING', $5, $5) on conflict (id) do nothing
                        """)
                .execute(Tuple.of(
                        message.id(),
                        message.channel(),
                        message.topic(),
                        message.payload().encode(),
                        utc(now)))
                .mapEmpty();
    }

    /** Takes up to {@code most} due messages; nobody else gets them until the lease ends. */
    Future<List<Claimed>> claim(Instant now, Duration lease, int most) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(utc(now), utc(now.plus(lease)), most))
                .map(rows -> {
                    List<Claimed> claimed = new ArrayList<>();
                    rows.forEach(r -> claimed.add(claimed(r)));
                    return claimed;
                });
    }

    Future<Void> sent(UUID id, Instant now) {
        return settle("update outbox set state = 'SENT', leased_until = null, settled_at = $2 where id = $1", id, now);
    }

    Future<Void> retry(UUID id, Instant due, String reason) {
        return pool.preparedQuery("update outbox set due_at = $2, leased_until = null, last_error = $3 where id = $1")
                .execute(Tuple.of(id, utc(due), bounded(reason)))
                .mapEmpty();
    }

    Future<Void> dead(UUID id, Instant now, String reason) {
        return pool.preparedQuery("""
                        update outbox set state = 'DEAD', leased_until = null, settled_at = $2, last_error = $3
                        where id = $1
                        """)
                .execute(Tuple.of(id, utc(now), bounded(reason)))
                .mapEmpty();
    }

    /** How the outbox stands. */
    public Future<Counts> counts() {
        return pool.query("""
                        select count(*) filter (where state = 'PENDING') as pending,
                               count(*) filter (where state = 'PENDING' and last_error is not null) as failing,
                               count(*) filter (where state = 'DEAD') as dead,
                               coalesce((select last_error from outbox where last_error is not null and state <> 'SENT'
                                         order by created_at desc limit 1), '') as last_error
                        from outbox where state <> 'SENT'
                        """).execute().map(rows -> {
            Row r = rows.iterator().next();
            return new Counts(r.getLong("pending"), r.getLong("failing"), r.getLong("dead"), r.getString("last_error"));
        });
    }

    private Future<Void> settle(String sql, UUID id, Instant now) {
        return pool.preparedQuery(sql).execute(Tuple.of(id, utc(now))).mapEmpty();
    }

    private static Claimed claimed(Row r) {
        Message message = new Message(
                r.getUUID("id"), r.getString("channel"), r.getString("topic"), new JsonObject(r.getString("payload")));
        return new Claimed(
                message,
                r.getInteger("attempts"),
                r.getOffsetDateTime("created_at").toInstant());
    }

    private static String bounded(String reason) {
        String clean = reason.replace('\0', ' ');
        return clean.length() <= 500 ? clean : clean.substring(0, 500);
    }

    private static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
