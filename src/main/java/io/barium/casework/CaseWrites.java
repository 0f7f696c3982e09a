package io.barium.casework;

import io.barium.model.Standing;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What casework stores of a batch. Each takes the transaction that it belongs to and is sent at once, so that several
 * share a round trip.
 */
final class CaseWrites {
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
    private static final String GROW = """
            with fresh as (
                insert into case_token (case_id, token_id, role)
                select * from unnest($1::bigint[], $2::bigint[], $3::text[]) on conflict do nothing
                returning case_id, role)
            update support_case c set
                contacts = c.contacts + g.contacts,
                sightings = c.sightings + g.sightings,
                last_seq = greatest(c.last_seq, g.last_seq),
                last_contact_at = greatest(c.last_contact_at, g.last_at),
                planted_touched = c.planted_touched
                    + (select count(*) from fresh f where f.case_id = c.id and f.role = 'PLANTED'),
                controls_touched = c.controls_touched
                    + (select count(*) from fresh f where f.case_id = c.id and f.role = 'CONTROL')
            from unnest($4::bigint[], $5::int[], $6::int[], $7::bigint[], $8::timestamptz[])
                as g(case_id, contacts, sightings, last_seq, last_at)
            where c.id = g.case_id
            """;
    private static final String STANDINGS = """
            insert into standing_count as s select * from unnest($1::text[], $2::bigint[])
            on conflict (standing) do update set contacts = s.contacts + excluded.contacts
            """;
    private static final String UNKNOWN = """
            insert into unknown_recipient (domain, day, contacts)
            select domain, day, count(*) from unnest($1::text[], $2::date[]) as u(domain, day) group by domain, day
            on conflict (domain, day) do update set contacts = unknown_recipient.contacts + excluded.contacts
            """;

    private CaseWrites() {}

    static Future<OpenCase> open(SqlClient tx, JournalRow first) {
        return tx.preparedQuery(OPEN_CASE)
                .execute(Tuple.of(utc(first.receivedAt()), first.seq()))
                .map(rows -> new OpenCase(rows.iterator().next().getLong("id"), first.seq()));
    }

    static Future<Void> moveCursor(SqlClient tx, long seq) {
        return tx.preparedQuery("update casework_cursor set seq = $1")
                .execute(Tuple.of(seq))
                .mapEmpty();
    }

    /** The judgements and what they touched. */
    static Future<Void> store(SqlClient tx, List<Sighted> sighted) {
        Tuple rows = Tuple.tuple()
                .addArrayOfLong(sighted.stream().map(Sighted::seq).toArray(Long[]::new))
                .addArrayOfLong(sighted.stream().map(Sighted::contactSeq).toArray(Long[]::new))
                .addArrayOfString(sighted.stream().map(s -> s.standing().name()).toArray(String[]::new))
                .addArrayOfString(sighted.stream().map(Sighted::why).toArray(String[]::new))
                .addArrayOfLong(sighted.stream().map(Sighted::caseId).toArray(Long[]::new));
        Future<Void> judgements = tx.preparedQuery(SIGHTINGS).execute(rows).mapEmpty();
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
            return judgements;
        }
        Tuple touched = Tuple.tuple()
                .addArrayOfLong(seqs.toArray(Long[]::new))
                .addArrayOfLong(tokens.toArray(Long[]::new))
                .addArrayOfString(as.toArray(String[]::new));
        return Future.all(judgements, tx.preparedQuery(SIGHTED_TOKENS).execute(touched))
                .mapEmpty();
    }

    /** What the batch adds to cases. */
    static Future<Void> grow(SqlClient tx, Growth growth) {
        if (growth.cases().isEmpty()) {
            return Future.succeededFuture();
        }
        List<Long> cases = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        growth.cases()
                .forEach((id, grown) -> grown.tokens().forEach((token, role) -> {
                    cases.add(id);
                    tokens.add(token);
                    roles.add(role.name());
                }));
        List<Growth.OfCase> grown = List.copyOf(growth.cases().values());
        Tuple values = Tuple.tuple()
                .addArrayOfLong(cases.toArray(Long[]::new))
                .addArrayOfLong(tokens.toArray(Long[]::new))
                .addArrayOfString(roles.toArray(String[]::new))
                .addArrayOfLong(growth.cases().keySet().toArray(Long[]::new))
                .addArrayOfInteger(grown.stream().map(Growth.OfCase::contacts).toArray(Integer[]::new))
                .addArrayOfInteger(grown.stream().map(Growth.OfCase::sightings).toArray(Integer[]::new))
                .addArrayOfLong(grown.stream().map(Growth.OfCase::lastSeq).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(
                        grown.stream().map(g -> utc(g.lastAt())).toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(GROW).execute(values).mapEmpty();
    }

    /** Counts contacts by standing. */
    static Future<Void> count(SqlClient tx, Map<Standing, Long> contacts) {
        if (contacts.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple counts = Tuple.tuple()
                .addArrayOfString(contacts.keySet().stream().map(Enum::name).toArray(String[]::new))
                .addArrayOfLong(contacts.values().toArray(Long[]::new));
        return tx.preparedQuery(STANDINGS).execute(counts).mapEmpty();
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

    private static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
