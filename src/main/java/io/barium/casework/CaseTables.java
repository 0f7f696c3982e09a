package io.barium.casework;

import io.barium.intake.ContactJson;
import io.barium.model.Channel;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statements of casework. Each takes the transaction that it belongs to; each is one round trip, whatever the
 * batch's size.
 */
final class CaseTables {
    private static final String NEXT = """
            select seq, source, channel, call_id, received_at, contact::text as contact from journal
            where seq > $1 order by seq limit $2
            """;
    /** The first row of a call is the contact; what casework made of it is what its additions begin with. */
    private static final String HEADS = """
            select distinct on (j.source, j.call_id) j.source, j.call_id, j.seq, s.standing, s.case_id
            from unnest($1::text[], $2::text[]) as c(source, call_id)
            join journal j on j.source = c.source and j.call_id = c.call_id
            left join lateral (select standing, case_id from sighting where contact_seq = j.seq
                               order by case_id nulls last, seq limit 1) s on true
            order by j.source, j.call_id, j.seq
            """;

    private static final String LOOK_UP = """
            select k.kind, k.key, t.id, t.role from unnest($1::text[], $2::text[]) as c(kind, key)
            join token_key k on k.kind = c.kind and k.key = c.key join token t on t.id = k.token_id
            """;
    private static final String OPEN_CASE = """
            insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)
            values ('OPEN', $1, $1, $2, 0) returning id
            """;
    private static final String SIGHTINGS = """
            insert into sighting (seq, contact_seq, standing, why, case_id)
            select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
            """;
    private static final String SIGHTED_TOKENS = """
            insert into sighting_token (seq, token_id, matched_as)
            select * from unnest($1::bigint[], $2::bigint[], $3::text[])
            """;
    private static final String UNKNOWN = """
            insert into unknown_recipient (domain, day, contacts)
            select domain, day, count(*) from unnest($1::text[], $2::date[]) as u(domain, day) group by domain, day
            on conflict (domain, day) do update set contacts = unknown_recipient.contacts + excluded.contacts
            """;

    /**
     * The contact that a report of a call belongs to.
     *
     * @param seq of the first row of the call
     * @param standing {@code null} while not judged
     */
    record Head(
            long seq, @Nullable Standing standing, @Nullable Long caseId) {}

    /** Names a call: ids are unique within a source only. */
    record CallKey(String source, String callId) {}

    /** Names a token's notation. */
    record Notation(TokenKind kind, String key) {}

    /** A token behind a notation. */
    record Known(long id, TokenRole role) {}

    /** A row's judgement, to be stored. */
    record Sighted(
            long seq,
            long contactSeq,
            Standing standing,
            String why,
            @Nullable Long caseId,
            Collection<Hit> hits) {}

    private CaseTables() {}

    /** Locks casework for this transaction and tells how far it is. */
    static Future<Long> cursor(SqlClient tx) {
        return tx.query("select seq from casework_cursor for update")
                .execute()
                .map(rows -> rows.iterator().next().getLong("seq"));
    }

    static Future<Void> moveCursor(SqlClient tx, long seq) {
        return tx.preparedQuery("update casework_cursor set seq = $1")
                .execute(Tuple.of(seq))
                .mapEmpty();
    }

    static Future<List<JournalRow>> next(SqlClient tx, long after, int most) {
        return tx.preparedQuery(NEXT).execute(Tuple.of(after, most)).map(rows -> {
            List<JournalRow> out = new ArrayList<>();
            for (Row r : rows) {
                String contact = r.getString("contact");
                out.add(new JournalRow(
                        r.getLong("seq"),
                        r.getString("source"),
                        Channel.valueOf(r.getString("channel")),
                        r.getString("call_id"),
                        r.getOffsetDateTime("received_at").toInstant(),
                        contact == null ? null : ContactJson.read(contact)));
            }
            return out;
        });
    }

    static Future<Map<CallKey, Head>> heads(SqlClient tx, Collection<CallKey> calls) {
        if (calls.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple keys = Tuple.tuple()
                .addArrayOfString(calls.stream().map(CallKey::source).toArray(String[]::new))
                .addArrayOfString(calls.stream().map(CallKey::callId).toArray(String[]::new));
        return tx.preparedQuery(HEADS).execute(keys).map(rows -> {
            Map<CallKey, Head> heads = new HashMap<>();
            for (Row r : rows) {
                String standing = r.getString("standing");
                heads.put(
                        new CallKey(r.getString("source"), r.getString("call_id")),
                        new Head(
                                r.getLong("seq"),
                                standing == null ? null : Standing.valueOf(standing),
                                r.getLong("case_id")));
            }
            return heads;
        });
    }

    static Future<Map<Notation, List<Known>>> lookUp(SqlClient tx, Collection<Notation> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Tuple asked = Tuple.tuple()
                .addArrayOfString(keys.stream().map(k -> k.kind().name()).toArray(String[]::new))
                .addArrayOfString(keys.stream().map(Notation::key).toArray(String[]::new));
        return tx.preparedQuery(LOOK_UP).execute(asked).map(rows -> {
            Map<Notation, List<Known>> found = new HashMap<>();
            rows.forEach(r -> found.computeIfAbsent(
                            new Notation(TokenKind.valueOf(r.getString("kind")), r.getString("key")),
                            k -> new ArrayList<>())
                    .add(new Known(r.getLong("id"), TokenRole.valueOf(r.getString("role")))));
            return found;
        });
    }

    /** The open case; {@code null} when there is none. */
    static Future<@Nullable Long> openCase(SqlClient tx) {
        return tx.query("select id from support_case where state = 'OPEN'")
                .execute()
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong("id"));
    }

    static Future<Long> open(SqlClient tx, JournalRow first) {
        return tx.preparedQuery(OPEN_CASE)
                .execute(Tuple.of(utc(first.receivedAt()), first.seq()))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    static Future<Void> join(SqlClient tx, long caseId, int newContacts, Instant last) {
        return tx.preparedQuery("""
                        update support_case set contacts = contacts + $2, last_contact_at = greatest(last_contact_at, $3)
                        where id = $1
                        """)
                .execute(Tuple.of(caseId, newContacts, utc(last)))
                .mapEmpty();
    }

    static Future<Void> store(SqlClient tx, List<Sighted> sighted) {
        Tuple rows = Tuple.tuple()
                .addArrayOfLong(sighted.stream().map(Sighted::seq).toArray(Long[]::new))
                .addArrayOfLong(sighted.stream().map(Sighted::contactSeq).toArray(Long[]::new))
                .addArrayOfString(sighted.stream().map(s -> s.standing().name()).toArray(String[]::new))
                .addArrayOfString(sighted.stream().map(Sighted::why).toArray(String[]::new))
                .addArrayOfLong(sighted.stream().map(Sighted::caseId).toArray(Long[]::new));
        return tx.preparedQuery(SIGHTINGS).execute(rows).compose(v -> storeTokens(tx, sighted));
    }

    private static Future<Void> storeTokens(SqlClient tx, List<Sighted> sighted) {
        List<Long> seqs = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        List<String> as = new ArrayList<>();
        for (Sighted s : sighted) {
            for (Hit hit : s.hits()) {
                seqs.add(s.seq());
                tokens.add(hit.tokenId());
                as.add(hit.as().name());
            }
        }
        if (seqs.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.tuple()
                .addArrayOfLong(seqs.toArray(Long[]::new))
                .addArrayOfLong(tokens.toArray(Long[]::new))
                .addArrayOfString(as.toArray(String[]::new));
        return tx.preparedQuery(SIGHTED_TOKENS).execute(rows).mapEmpty();
    }

    /** Counts contacts that reached none of our tokens, by domain and day. */
    static Future<Void> countUnknown(SqlClient tx, List<String> domains, List<LocalDate> days) {
        if (domains.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple rows = Tuple.tuple()
                .addArrayOfString(domains.toArray(String[]::new))
                .addArrayOfLocalDate(days.toArray(LocalDate[]::new));
        return tx.preparedQuery(UNKNOWN).execute(rows).mapEmpty();
    }

    static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
