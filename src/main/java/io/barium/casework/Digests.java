package io.barium.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of what has been told; each takes the transaction that it belongs to. */
final class Digests {
    private static final String COLUMNS =
            "select topic, told_at, told_seq, due_at, told_contacts, told_sightings from digest ";

    private Digests() {}

    /** Those that are due, or seem due later than they can be since the clock was set back; and the open case's. */
    static Future<List<Digest>> dueOrOpen(SqlClient tx, Instant now, Duration window) {
        return tx.preparedQuery(
                        COLUMNS
                                + "where due_at <= $1 or due_at > $2 or topic in (select 'case:' || id from support_case where state = 'OPEN')")
                .execute(Tuple.of(utc(now), utc(now.plus(window))))
                .map(Digests::digests);
    }

    static Future<List<Digest>> of(SqlClient tx, Collection<String> topics) {
        return tx.preparedQuery(COLUMNS + "where topic = any($1)")
                .execute(Tuple.tuple().addArrayOfString(topics.toArray(String[]::new)))
                .map(Digests::digests);
    }

    /** Asks for a follow-up on each at the end of its window. */
    static Future<Void> schedule(SqlClient tx, Collection<String> topics, List<Instant> ends) {
        Tuple due = Tuple.tuple()
                .addArrayOfString(topics.toArray(String[]::new))
                .addArrayOfOffsetDateTime(ends.stream().map(Digests::utc).toArray(OffsetDateTime[]::new));
        return tx.preparedQuery("""
                        update digest d set due_at = u.due_at
                        from unnest($1::text[], $2::timestamptz[]) as u(topic, due_at) where d.topic = u.topic
                        """).execute(due).mapEmpty();
    }

    /**
     * How far a topic has been told now.
     *
     * @param document what was told, where that is kept; {@code null} leaves what is there
     */
    static Future<Void> told(SqlClient tx, Digest digest, @Nullable String document) {
        Instant due = digest.dueAt();
        return tx.preparedQuery("""
                        insert into digest as d (topic, told_at, told_seq, due_at, told_contacts, told_sightings, told_document)
                        values ($1, $2, $3, $4, $5, $6, $7)
                        on conflict (topic) do update
                        set told_at = excluded.told_at, told_seq = excluded.told_seq, due_at = excluded.due_at,
                            told_contacts = excluded.told_contacts, told_sightings = excluded.told_sightings,
                            told_document = coalesce(excluded.told_document, d.told_document)
                        """)
                .execute(Tuple.of(
                        digest.topic(),
                        utc(digest.toldAt()),
                        digest.toldSeq(),
                        due == null ? null : utc(due),
                        digest.contacts(),
                        digest.sightings(),
                        document))
                .mapEmpty();
    }

    private static List<Digest> digests(RowSet<Row> rows) {
        List<Digest> out = new ArrayList<>();
        for (Row r : rows) {
            OffsetDateTime due = r.getOffsetDateTime("due_at");
            out.add(new Digest(
                    r.getString("topic"),
                    r.getOffsetDateTime("told_at").toInstant(),
                    r.getLong("told_seq"),
                    due == null ? null : due.toInstant(),
                    r.getLong("told_contacts"),
                    r.getLong("told_sightings")));
        }
        return out;
    }

    private static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
