package io.barium.casework;

import io.barium.intake.FreshContacts;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What casework reads for a batch. Each takes the transaction that it belongs to and is sent at once, so that several
 * share a round trip.
 */
final class CaseReads {
    /** The size of a text is known without reading it. */
    private static final String NEXT = """
            select seq, chain, position, source, thread, received_at, coalesce(octet_length(contact), 0) as size
            from journal where seq > (select seq from casework_cursor) order by seq limit $1
            """;
    /** The bounds name the partition. */
    private static final String TEXTS =
            "select seq, contact from journal where seq = any($1) and seq between $2 and $3";
    /**
     * The first row of a call is the contact; what casework made of it is what its additions begin with. One look into
     * the index for each call, whatever the planner knows of a young journal: a join it would make by reading all of
     * it. Another for its first row on a case, because copies of a message are many.
     */
    private static final String HEADS = """
            select c.source, c.thread, j.seq, s.standing, s.case_id
            from unnest($1::text[], $2::text[]) as c(source, thread)
            cross join lateral (select seq from journal where source = c.source and thread = c.thread and seq >= $3
                                order by seq limit 1) j
            left join lateral (
                (select standing, case_id from sighting where contact_seq = j.seq and case_id is not null
                 order by case_id, seq limit 1)
                union all
                (select standing, case_id from sighting where contact_seq = j.seq order by seq limit 1)
                order by case_id nulls last limit 1) s on true
            """;
    /** Checks exactly what the index found by hash. */
    private static final String LOOK_UP = """
            select k.kind, k.key, t.id, t.role from unnest($1::text[], $2::text[], $3::bigint[]) as c(kind, key, token_id)
            join token_key k on k.kind = c.kind and k.key = c.key and k.token_id = c.token_id
            join token t on t.id = k.token_id
            """;

    /**
     * The next rows of the journal.
     *
     * @param more whether others may be behind them
     */
    record Next(List<JournalRow> rows, boolean more) {}

    private CaseReads() {}

    /**
     * Locks casework for this transaction; to be sent before anything that depends on the cursor.
     *
     * @return journal row up to which casework has come
     */
    static Future<Long> lock(SqlClient tx) {
        return tx.query("select seq from casework_cursor for update")
                .execute()
                .map(rows -> rows.iterator().next().getLong("seq"));
    }

    /** The open case; {@code null} when there is none. */
    static Future<@Nullable OpenCase> openCase(SqlClient tx) {
        return tx.preparedQuery("select id, first_seq from support_case where state = 'OPEN'")
                .execute()
                .map(rows -> {
                    if (rows.size() == 0) {
                        return null;
                    }
                    Row r = rows.iterator().next();
                    return new OpenCase(r.getLong("id"), r.getLong("first_seq"));
                });
    }

    /**
     * The next rows, bounded in number and in bytes of text: a flood must not fill the memory. One row always comes.
     *
     * @param fresh contacts whose text need not be read
     */
    static Future<Next> next(SqlClient tx, FreshContacts fresh, int rows, long bytes) {
        return tx.preparedQuery(NEXT).execute(Tuple.of(rows)).compose(found -> {
            List<JournalRow> out = new ArrayList<>(found.size());
            Set<Long> unread = new HashSet<>();
            long before = 0;
            for (Row r : found) {
                if (before >= bytes) {
                    break;
                }
                JournalRow row = row(r, fresh);
                before += row.size();
                if (row.size() > 0 && row.contact() == null) {
                    unread.add(row.seq());
                }
                out.add(row);
            }
            boolean more = found.size() == rows || found.size() > out.size();
            return texts(tx, unread).map(texts -> new Next(with(out, texts), more));
        });
    }

    private static JournalRow row(Row r, FreshContacts fresh) {
        return new JournalRow(
                r.getLong("seq"),
                r.getString("source"),
                r.getString("thread"),
                r.getOffsetDateTime("received_at").toInstant(),
                r.getInteger("size"),
                fresh.take(r.getUUID("chain"), r.getLong("position")),
                null);
    }

    private static Future<Map<Long, String>> texts(SqlClient tx, Set<Long> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple asked = Tuple.tuple()
                .addArrayOfLong(rows.toArray(Long[]::new))
                .addLong(Collections.min(rows))
                .addLong(Collections.max(rows));
        return tx.preparedQuery(TEXTS).execute(asked).map(found -> {
            Map<Long, String> texts = new HashMap<>();
            found.forEach(r -> texts.put(r.getLong("seq"), r.getString("contact")));
            return texts;
        });
    }

    private static List<JournalRow> with(List<JournalRow> rows, Map<Long, String> texts) {
        return texts.isEmpty()
                ? rows
                : rows.stream()
                        .map(r -> new JournalRow(
                                r.seq(),
                                r.source(),
                                r.thread(),
                                r.receivedAt(),
                                r.size(),
                                r.contact(),
                                texts.get(r.seq())))
                        .toList();
    }

    /**
     * What is known of calls.
     *
     * @param since journal row before which no call is looked for
     */
    static Future<Map<ThreadKey, Head>> heads(SqlClient tx, Collection<ThreadKey> calls, long since) {
        if (calls.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple keys = Tuple.tuple()
                .addArrayOfString(calls.stream().map(ThreadKey::source).toArray(String[]::new))
                .addArrayOfString(calls.stream().map(ThreadKey::thread).toArray(String[]::new))
                .addLong(since);
        return tx.preparedQuery(HEADS).execute(keys).map(rows -> {
            Map<ThreadKey, Head> heads = new HashMap<>();
            for (Row r : rows) {
                String standing = r.getString("standing");
                heads.put(
                        new ThreadKey(r.getString("source"), r.getString("thread")),
                        new Head(
                                r.getLong("seq"),
                                standing == null ? null : Standing.valueOf(standing),
                                r.getLong("case_id")));
            }
            return heads;
        });
    }

    /** The tokens behind notations, of those that the index takes for possible. */
    static Future<Map<Notation, List<Known>>> lookUp(SqlClient tx, Map<Notation, int[]> possible) {
        if (possible.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        List<String> kinds = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        possible.forEach((notation, tokens) -> {
            for (int id : tokens) {
                kinds.add(notation.kind().name());
                keys.add(notation.key());
                ids.add((long) id);
            }
        });
        Tuple asked = Tuple.tuple()
                .addArrayOfString(kinds.toArray(String[]::new))
                .addArrayOfString(keys.toArray(String[]::new))
                .addArrayOfLong(ids.toArray(Long[]::new));
        return tx.preparedQuery(LOOK_UP).execute(asked).map(rows -> {
            Map<Notation, List<Known>> found = new HashMap<>();
            rows.forEach(r -> found.computeIfAbsent(
                            new Notation(TokenKind.valueOf(r.getString("kind")), r.getString("key")),
                            k -> new ArrayList<>())
                    .add(new Known(r.getLong("id"), TokenRole.valueOf(r.getString("role")))));
            return found;
        });
    }
}
