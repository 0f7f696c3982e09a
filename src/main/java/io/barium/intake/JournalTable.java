package io.barium.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The statements behind {@link JournalWriter}, on the connection of one batch: one round trip to commit it. */
final class JournalTable {
    /**
     * One statement is one transaction: all rows or none. The lock is held until the commit, so that over all processes
     * the order of {@code seq} is the order of commits. Arrays are unnested in the select list, which streams; in
     * {@code from} they would be written to a temporary store first.
     *
     * <p>The session remembers where its chain ends, in a setting that a failed transaction takes back. So a batch can
     * be sent before the one ahead of it is answered: where that one failed, it inserts nothing.
     */
    private static final String INSERT = """
            with turn as materialized (
                select journal_lock(), set_config('barium.journal_end', $21, false)%s
                where current_setting('barium.journal_end', true) = $20),
            seen as (insert into journal_event (key, raw, reading)
                     select unnest($17::uuid[]), unnest($18::uuid[]), unnest($19::uuid[]) from turn)
            insert into journal (chain, position, source, provider, event_id, channel, thread, occurred_at, received_at,
                                 contact, unreadable, transport, raw, raw_size, raw_sha256, hash)
            select $1, unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]),
                   unnest($7::text[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]), unnest($10::text[]),
                   unnest($11::text[]), unnest($12::text[]), unnest($13::bytea[]), unnest($14::int[]), unnest($15::bytea[]),
                   unnest($16::bytea[])
            from turn
            """;

    private static final String INSERT_AND_FLUSH = INSERT.formatted("");
    /** The commit does not wait for the disk, nor does the lock: who is behind it goes on meanwhile. */
    private static final String INSERT_ONLY = INSERT.formatted(", set_config('synchronous_commit', 'off', true)");
    /**
     * A transaction that says nothing and yet has a commit of its own, which is on disk, and with the standbys that the
     * server waits for, only when all before it is.
     */
    private static final String FLUSH = "select pg_logical_emit_message(true, 'barium', '')";

    private static final String KNOWN = "select key, raw, reading from journal_known($1)";
    private static final String NEWEST = "select journal_newest_hash() as hash";
    private static final String OPEN_CHAIN =
            "insert into journal_chain (chain, version, anchor, opened_at) values ($1, $2, $3, now())";
    private static final String BEGIN_CHAIN = "select set_config('barium.journal_end', $1, false)";
    private static final String UNIQUE_VIOLATION = "23505";
    /** Not a row's fault: it is what the server says when there is no partition for the next number. */
    private static final String CHECK_VIOLATION = "23514";

    /** What the journal remembers of an event. */
    private record Event(UUID raw, @Nullable UUID reading) {}

    /** What it is to remember of one. */
    private record Seen(UUID key, UUID raw, @Nullable UUID reading) {}

    private final SqlClient connection;

    /** The journal over a connection. */
    JournalTable(SqlClient connection) {
        this.connection = connection;
    }

    /** Brings to disk what is committed, whoever did it. Its success says nothing about another server. */
    Future<Void> flush() {
        return connection.preparedQuery(FLUSH).execute().mapEmpty();
    }

    /**
     * Inserts rows at the end of a chain that was opened over this connection.
     *
     * @param position of the first row
     * @param hashes of the rows
     * @param flush whether they are on disk when this succeeds; otherwise they can be lost until {@link #flush} has
     *     succeeded
     * @return whether the chain ends at that position; otherwise nothing was inserted
     */
    Future<Boolean> insert(UUID chain, long position, List<Prepared> rows, List<byte[]> hashes, boolean flush) {
        Long[] positions = new Long[rows.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position + i;
        }
        List<Seen> seen = seen(rows);
        Tuple values = Tuple.tuple()
                .addUUID(chain)
                .addArrayOfLong(positions)
                .addArrayOfString(column(rows, Prepared::source, String[]::new))
                .addArrayOfString(column(rows, Prepared::provider, String[]::new))
                .addArrayOfString(column(rows, Prepared::eventId, String[]::new))
                .addArrayOfString(column(rows, Prepared::channel, String[]::new))
                .addArrayOfString(column(rows, Prepared::thread, String[]::new))
                .addArrayOfOffsetDateTime(column(rows, r -> utc(r.occurredAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(rows, r -> utc(r.receivedAt()), OffsetDateTime[]::new))
                .addArrayOfString(column(rows, Prepared::contact, String[]::new))
                .addArrayOfString(column(rows, Prepared::unreadable, String[]::new))
                .addArrayOfString(column(rows, Prepared::transport, String[]::new))
                .addArrayOfBuffer(column(rows, r -> Buffer.buffer(r.deflated()), Buffer[]::new))
                .addArrayOfInteger(column(rows, Prepared::rawSize, Integer[]::new))
                .addArrayOfBuffer(column(rows, r -> Buffer.buffer(r.rawSha256()), Buffer[]::new))
                .addArrayOfBuffer(column(hashes, Buffer::buffer, Buffer[]::new))
                .addArrayOfUUID(column(seen, Seen::key, UUID[]::new))
                .addArrayOfUUID(column(seen, Seen::raw, UUID[]::new))
                .addArrayOfUUID(column(seen, Seen::reading, UUID[]::new))
                .addString(end(chain, position))
                .addString(end(chain, position + rows.size()));
        return connection
                .preparedQuery(flush ? INSERT_AND_FLUSH : INSERT_ONLY)
                .execute(values)
                .map(inserted -> inserted.rowCount() > 0);
    }

    private static String end(UUID chain, long position) {
        return chain + ":" + position;
    }

    /** For each row what the journal holds under its event: {@code null} where it holds nothing. */
    Future<List<@Nullable Receipt>> known(List<Prepared> rows) {
        Tuple keys = Tuple.tuple().addArrayOfUUID(column(seen(rows), Seen::key, UUID[]::new));
        return connection.preparedQuery(KNOWN).execute(keys).map(found -> {
            Map<UUID, Event> events = new HashMap<>();
            for (Row r : found) {
                events.put(r.getUUID("key"), new Event(r.getUUID("raw"), r.getUUID("reading")));
            }
            List<@Nullable Receipt> receipts = new ArrayList<>(rows.size());
            for (Prepared row : rows) {
                Receipt receipt = compare(row, events.get(row.key()));
                UUID use = row.use();
                receipts.add(receipt != null || use == null ? receipt : compare(row, events.get(use)));
            }
            return receipts;
        });
    }

    /**
     * Registers a new chain, which rows over this connection extend. Its anchor is the hash of the newest row, which it
     * returns.
     */
    Future<byte[]> open(UUID chain) {
        return connection.query(NEWEST).execute().compose(rows -> {
            Buffer newest = rows.iterator().next().getBuffer("hash");
            Buffer anchor = newest == null ? Buffer.buffer(Chain.NOTHING) : newest;
            return connection
                    .preparedQuery(OPEN_CHAIN)
                    .execute(Tuple.of(chain, Chain.VERSION, anchor))
                    .compose(done -> connection.preparedQuery(BEGIN_CHAIN).execute(Tuple.of(end(chain, 0))))
                    .map(done -> anchor.getBytes());
        });
    }

    static boolean isDuplicate(Throwable failure) {
        return failure instanceof PgException e && UNIQUE_VIOLATION.equals(e.getSqlState());
    }

    /** Whether the server refused the values of a row, as against being unable to serve. */
    static boolean isRejected(Throwable failure) {
        if (failure instanceof PgException e) {
            String state = e.getSqlState();
            return state != null
                    && (state.startsWith("22") || state.startsWith("23"))
                    && !state.equals(CHECK_VIOLATION);
        }
        return failure instanceof IllegalArgumentException;
    }

    private static @Nullable Receipt compare(Prepared row, @Nullable Event stored) {
        if (stored == null) {
            return null;
        }
        boolean same = row.rawId().equals(stored.raw())
                || (row.readingId() != null && row.readingId().equals(stored.reading()));
        return same ? Receipt.KNOWN : Receipt.CONFLICT;
    }

    /**
     * The events of rows, and one more for each that has a single-use id, which is an event of its own. They stand in
     * the order of the index, whose pages are found sooner one beside the other than here and there.
     */
    private static List<Seen> seen(List<Prepared> rows) {
        List<Seen> seen = new ArrayList<>(rows.size());
        for (Prepared row : rows) {
            seen.add(new Seen(row.key(), row.rawId(), row.readingId()));
            UUID use = row.use();
            if (use != null) {
                seen.add(new Seen(use, row.rawId(), row.readingId()));
            }
        }
        seen.sort(Comparator.comparing(Seen::key));
        return seen;
    }

    private static <R, T> T[] column(List<R> rows, Function<R, @Nullable T> value, IntFunction<T[]> array) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant t) {
        return t == null ? null : t.atOffset(ZoneOffset.UTC);
    }
}
