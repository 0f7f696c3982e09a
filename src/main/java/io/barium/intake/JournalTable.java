package io.barium.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The statements behind {@link JournalWriter}: one round trip a batch. */
final class JournalTable {
    private static final String INSERT = """
            insert into journal (chain, position, source, provider, event_id, channel, call_id, occurred_at, received_at,
                                 contact, unreadable, transport, raw, raw_size, raw_sha256, prev_hash, hash)
            select $1, r.position, r.source, r.provider, r.event_id, r.channel, r.call_id, r.occurred_at, r.received_at,
                   r.contact::json, r.unreadable, r.transport::json, r.raw, r.raw_size, r.raw_sha256, r.prev_hash, r.hash
            from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                        $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::bytea[], $14::int[], $15::bytea[],
                        $16::bytea[], $17::bytea[])
                 as r(position, source, provider, event_id, channel, call_id, occurred_at, received_at,
                      contact, unreadable, transport, raw, raw_size, raw_sha256, prev_hash, hash)
            order by r.position
            """;
    private static final String KNOWN = """
            select j.source, j.event_id, j.raw_sha256, j.contact::text as contact
            from unnest($1::text[], $2::text[]) as e(source, event_id)
            join journal j on j.source = e.source and j.event_id = e.event_id
            """;
    private static final String UNIQUE_VIOLATION = "23505";

    private record Event(String source, String id) {}

    private final Pool pool;

    JournalTable(Pool pool) {
        this.pool = pool;
    }

    /** One statement is one transaction: all rows or none. */
    Future<Void> insert(UUID chain, long position, byte[] head, List<Prepared> rows, List<byte[]> hashes) {
        int n = rows.size();
        Long[] positions = new Long[n];
        Buffer[] before = new Buffer[n];
        Buffer[] after = new Buffer[n];
        for (int i = 0; i < n; i++) {
            positions[i] = position + i;
            before[i] = Buffer.buffer(i == 0 ? head : hashes.get(i - 1));
            after[i] = Buffer.buffer(hashes.get(i));
        }
        Tuple values = Tuple.tuple()
                .addUUID(chain)
                .addArrayOfLong(positions)
                .addArrayOfString(column(rows, Prepared::source, String[]::new))
                .addArrayOfString(column(rows, Prepared::provider, String[]::new))
                .addArrayOfString(column(rows, Prepared::eventId, String[]::new))
                .addArrayOfString(column(rows, Prepared::channel, String[]::new))
                .addArrayOfString(column(rows, Prepared::callId, String[]::new))
                .addArrayOfOffsetDateTime(column(rows, r -> utc(r.occurredAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(rows, r -> utc(r.receivedAt()), OffsetDateTime[]::new))
                .addArrayOfString(column(rows, Prepared::contact, String[]::new))
                .addArrayOfString(column(rows, Prepared::unreadable, String[]::new))
                .addArrayOfString(column(rows, Prepared::transport, String[]::new))
                .addArrayOfBuffer(column(rows, r -> Buffer.buffer(r.deflated()), Buffer[]::new))
                .addArrayOfInteger(column(rows, Prepared::rawSize, Integer[]::new))
                .addArrayOfBuffer(column(rows, r -> Buffer.buffer(r.rawSha256()), Buffer[]::new))
                .addArrayOfBuffer(before)
                .addArrayOfBuffer(after);
        return pool.preparedQuery(INSERT).execute(values).mapEmpty();
    }

    /** For each row what the journal holds under its event id: {@code null} where it holds nothing. */
    Future<List<@Nullable Receipt>> known(List<Prepared> rows) {
        Tuple events = Tuple.tuple()
                .addArrayOfString(column(rows, Prepared::source, String[]::new))
                .addArrayOfString(column(rows, Prepared::eventId, String[]::new));
        return pool.preparedQuery(KNOWN).execute(events).map(found -> {
            Map<Event, Row> stored = new HashMap<>();
            found.forEach(r -> stored.put(new Event(r.getString("source"), r.getString("event_id")), r));
            List<@Nullable Receipt> receipts = new ArrayList<>(rows.size());
            for (Prepared row : rows) {
                receipts.add(compare(row, stored.get(new Event(row.source(), row.eventId()))));
            }
            return receipts;
        });
    }

    /** Hash of the newest row, which a new chain is anchored on. */
    Future<byte[]> lastHash() {
        return pool.query("select hash from journal order by seq desc limit 1")
                .execute()
                .map(rows -> rows.size() == 0
                        ? Chain.NOTHING
                        : rows.iterator().next().getBuffer("hash").getBytes());
    }

    static boolean isDuplicate(Throwable failure) {
        return failure instanceof PgException e && UNIQUE_VIOLATION.equals(e.getSqlState());
    }

    /** Whether the server refused the values of a row, as against being unable to serve. */
    static boolean isRejected(Throwable failure) {
        if (failure instanceof PgException e) {
            String state = e.getSqlState();
            return state != null && (state.startsWith("22") || state.startsWith("23"));
        }
        return failure instanceof IllegalArgumentException;
    }

    private static @Nullable Receipt compare(Prepared row, @Nullable Row stored) {
        if (stored == null) {
            return null;
        }
        boolean same =
                Arrays.equals(row.rawSha256(), stored.getBuffer("raw_sha256").getBytes())
                        || (row.contact() != null && row.contact().equals(stored.getString("contact")));
        return same ? Receipt.KNOWN : Receipt.CONFLICT;
    }

    private static <T> T[] column(List<Prepared> rows, Function<Prepared, @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant t) {
        return t == null ? null : t.atOffset(ZoneOffset.UTC);
    }
}
