package io.barium.outbox;

import io.barium.outbox.ForeignLeases.Lease;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The table of messages that leave. A message is in it from the transaction that decided on it until it is sent or
 * dead.
 *
 * <p>It is sent at least once. Between the moment when the next system has it and the commit of our note of that, a
 * crash, a lost reply or a lost database makes it leave again, with the same id, when its lease has ended or its
 * process is seen to be gone.
 */
public final class Outbox {
    /** How long one process alone may send a message; what losing a process delays it at most. */
    public static final Duration LEASE = Duration.ofMinutes(2);
    /**
     * No wait ends later: one that seems to was made before the clock was set back. Nor is one left so long after it
     * has ended, unless nothing was tried at all.
     */
    private static final Duration FAR = Duration.ofMinutes(30);

    /**
     * A process that has had no connection to the database for so long is taken for dead, and its leases are taken
     * over. Long enough to come back after the database itself has ended all connections or moved to another server.
     */
    static final Duration ABSENT = Duration.ofSeconds(10);

    private static final Duration HURRY_AGAIN = Duration.ofMinutes(10);
    private static final String ADD = """
            insert into outbox (id, channel, topic, payload, state, created_at, trying_since, due_at, leased_until, attempts, leased_by)
            select id, channel, topic, payload::json, 'PENDING', $5, $5, $5, $6, 1, current_setting('application_name')
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as m (id, channel, topic, payload)
            on conflict (id) do nothing returning id
            """;
    private static final String FOREIGN = """
            select id, attempts,
                   coalesce(leased_by in (select application_name from pg_stat_activity
                                          where datname = current_database()), false) as is_there
            from outbox
            where state = 'PENDING' and leased_until is not null
              and leased_by is distinct from current_setting('application_name')
            """;
    /** Leases of our own end by our own clock, since the worker knows what it has in hand. */
    private static final String CLAIM = """
            update outbox set leased_until = $3, leased_by = current_setting('application_name'), attempts = attempts + 1,
                trying_since = case when last_error is not null and due_at between $8 and $4 then trying_since else $2 end
            where id in (select id from outbox
                         where channel = $1 and state = 'PENDING'
                           and (leased_until is null and (due_at <= $2 or due_at > $4)
                                or leased_by = current_setting('application_name')
                                   and (leased_until <= $2 or leased_until > $3)
                                or (id, attempts) in (select * from unnest($6::uuid[], $7::int[])))
                         order by due_at limit $5 for update skip locked)
            returning id, channel, topic, payload::text as payload, attempts, trying_since, outstanding
            """;

    private static final String COUNTS = """
            select count(*) filter (where state = 'PENDING') as waiting,
                   count(*) filter (where state = 'PENDING' and last_error is not null) as failing,
                   count(*) filter (where state = 'DEAD') as dead,
                   min(trying_since) filter (where state = 'PENDING' and last_error is not null) as failing_since,
                   coalesce((select last_error from outbox
                             where channel = $1 and state in ('PENDING', 'DEAD') and last_error is not null
                             order by number desc limit 1), '') as last_error
            from outbox where channel = $1 and state in ('PENDING', 'DEAD')
            """;

    /**
     * How a channel's messages stand.
     *
     * @param waiting not yet sent
     * @param failing of them, tried in vain at least once
     * @param dead given up
     * @param failingSince since when the oldest of the failing ones has been tried in vain; {@code null} when none
     *     fails
     * @param lastError of the newest message that waits or was given up; empty for none
     */
    public record Counts(
            long waiting, long failing, long dead, @Nullable Instant failingSince, String lastError) {
        static final Counts NONE = new Counts(0, 0, 0, null, "");
    }

    private final Pool pool;
    private final ForeignLeases foreign;

    /** The outbox of a database. */
    public Outbox(Pool pool) {
        this(pool, System::nanoTime);
    }

    Outbox(Pool pool, LongSupplier nanos) {
        this.pool = pool;
        this.foreign = new ForeignLeases(nanos);
    }

    /**
     * Adds messages within the caller's transaction, leased to this process; one that is there already stays as it is.
     * After the commit the caller gives the answer to {@link OutboxWorkers#hand}. When it can't, the leases end and the
     * messages leave then.
     *
     * @param transaction the connection of the transaction that gave the reason
     * @return those that were not there before
     */
    public static Future<List<Dispatch>> add(SqlClient transaction, List<Message> messages, Instant now) {
        if (messages.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Instant leasedUntil = now.plus(LEASE);
        return transaction
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        messages.stream().map(Message::id).toArray(UUID[]::new),
                        messages.stream().map(Message::channel).toArray(String[]::new),
                        messages.stream().map(Message::topic).toArray(String[]::new),
                        messages.stream().map(m -> m.payload().encode()).toArray(String[]::new),
                        utc(now),
                        utc(leasedUntil)))
                .map(rows -> {
                    List<UUID> added = new ArrayList<>();
                    rows.forEach(r -> added.add(r.getUUID("id")));
                    return messages.stream()
                            .filter(m -> added.contains(m.id()))
                            .map(m -> new Dispatch(m, 1, now, leasedUntil))
                            .toList();
                });
    }

    /** Takes up to {@code most} due messages of a channel; nobody else gets them until the lease ends. */
    Future<List<Dispatch>> claim(String channel, Instant now, int most) {
        Instant leasedUntil = now.plus(LEASE);
        return endedElsewhere()
                .compose(ended -> pool.preparedQuery(CLAIM)
                        .execute(Tuple.of(
                                channel,
                                utc(now),
                                utc(leasedUntil),
                                utc(now.plus(FAR)),
                                most,
                                ended.stream().map(Lease::id).toArray(UUID[]::new),
                                ended.stream().map(Lease::attempts).toArray(Integer[]::new),
                                utc(now.minus(FAR)))))
                .map(rows -> {
                    List<Dispatch> claimed = new ArrayList<>();
                    rows.forEach(r -> claimed.add(dispatch(r, leasedUntil)));
                    return claimed;
                });
    }

    private Future<List<Lease>> endedElsewhere() {
        return pool.preparedQuery(FOREIGN).execute().map(rows -> {
            Map<Lease, Boolean> found = new HashMap<>();
            rows.forEach(
                    r -> found.put(new Lease(r.getUUID("id"), r.getInteger("attempts")), r.getBoolean("is_there")));
            return foreign.ended(found);
        });
    }

    /** Notes that it left, whoever sent it. */
    Future<Void> sent(UUID id, Instant now, @Nullable String remark) {
        return change(
                "update outbox set state = 'SENT', leased_until = null, settled_at = $2, last_error = $3 where id = $1",
                Tuple.of(id, utc(now), remark == null ? null : bounded(remark)));
    }

    /** Puts it back for whom it is outstanding, unless the lease has ended and somebody else has it by now. */
    Future<Void> retry(Dispatch d, Instant due, String reason) {
        return change("""
                update outbox set due_at = $3, leased_until = null, last_error = $4, outstanding = $5
                where id = $1 and attempts = $2 and state = 'PENDING'
                """, Tuple.of(d.message().id(), d.attempts(), utc(due), bounded(reason), outstanding(d)));
    }

    /** Gives it up, unless the lease has ended and somebody else has it by now. */
    Future<Void> dead(Dispatch d, Instant now, String reason) {
        return change("""
                update outbox set state = 'DEAD', leased_until = null, settled_at = $3, last_error = $4, outstanding = $5
                where id = $1 and attempts = $2 and state = 'PENDING'
                """, Tuple.of(d.message().id(), d.attempts(), utc(now), bounded(reason), outstanding(d)));
    }

    /**
     * Makes due now what waits on a channel that works again. Each message at most once in ten minutes: one that is
     * itself the trouble must not be tried after every success of another.
     */
    Future<Void> hurry(String channel, Instant now) {
        return change("""
                update outbox set due_at = $2, hurried_at = $2
                where channel = $1 and state = 'PENDING' and due_at > $2 and leased_until is null
                  and (hurried_at is null or hurried_at <= $3)
                """, Tuple.of(channel, utc(now), utc(now.minus(HURRY_AGAIN))));
    }

    /** How the messages of a channel stand. */
    Future<Counts> counts(String channel) {
        return pool.preparedQuery(COUNTS).execute(Tuple.of(channel)).map(rows -> {
            Row r = rows.iterator().next();
            OffsetDateTime since = r.getOffsetDateTime("failing_since");
            return new Counts(
                    r.getLong("waiting"),
                    r.getLong("failing"),
                    r.getLong("dead"),
                    since == null ? null : since.toInstant(),
                    r.getString("last_error"));
        });
    }

    /**
     * Sends a dead letter again, under its old id and with the whole patience of a new one.
     *
     * @return whether it was a dead letter; empty when there is no such message
     */
    public Future<Optional<Boolean>> resend(UUID id, Instant now) {
        return pool.preparedQuery("""
                with again as (
                    update outbox set state = 'PENDING', due_at = $2, trying_since = $2, attempts = 0, settled_at = null,
                                      last_error = null, hurried_at = null
                    where id = $1 and state = 'DEAD' returning id)
                select exists (select 1 from again) as again from outbox where id = $1
                """)
                .execute(Tuple.of(id, utc(now)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getBoolean("again")));
    }

    private Future<Void> change(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).mapEmpty();
    }

    private static Dispatch dispatch(Row r, Instant leasedUntil) {
        Message message = new Message(
                r.getUUID("id"), r.getString("channel"), r.getString("topic"), new JsonObject(r.getString("payload")));
        return new Dispatch(
                message,
                r.getInteger("attempts"),
                r.getOffsetDateTime("trying_since").toInstant(),
                leasedUntil,
                List.of(r.getArrayOfStrings("outstanding")));
    }

    private static String[] outstanding(Dispatch d) {
        return d.outstanding().toArray(String[]::new);
    }

    private static String bounded(String reason) {
        String clean = reason.replace('\0', ' ');
        return clean.length() <= 500 ? clean : clean.substring(0, 500);
    }

    private static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
