package io.barium.casework;

import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What casework stores of campaigns and verdicts. Each takes the transaction that it belongs to and is sent at once.
 */
final class VerdictWrites {
    private static final String CAMPAIGNS = """
            insert into campaign as c (id, first_at, last_at, contacts)
            select id, min(at), max(at), count(*) filter (where contact) from unnest($1::bigint[], $2::timestamptz[], $3::bool[])
                as m(id, at, contact) group by id order by id
            on conflict (id) do update set last_at = greatest(c.last_at, excluded.last_at),
                contacts = c.contacts + excluded.contacts
            """;
    private static final String JOINED = """
            update sighting s set campaign = m.campaign, joined = nullif(m.joined, '')
            from unnest($1::bigint[], $2::bigint[], $3::text[]) as m(seq, campaign, joined) where s.seq = m.seq
            """;
    private static final String MERGED = """
            update campaign c set merged_into = m.into_id from unnest($1::bigint[], $2::bigint[]) as m(id, into_id)
            where c.id = m.id
            """;
    private static final String VERDICT = """
            insert into verdict (case_id, seq, at, level, log_e, posterior, document)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (case_id, seq) do update set at = excluded.at, level = excluded.level, log_e = excluded.log_e,
                posterior = excluded.posterior, document = excluded.document
            """;

    private VerdictWrites() {}

    /** Which campaigns the rows of a batch belong to; their sightings are stored before. */
    static Future<Void> campaigns(SqlClient tx, List<Observations.Made> made) {
        if (made.isEmpty()) {
            return Future.succeededFuture();
        }
        Long[] seqs = made.stream().map(m -> m.observation().seq()).toArray(Long[]::new);
        Long[] ids = made.stream().map(m -> m.observation().campaign()).toArray(Long[]::new);
        OffsetDateTime[] at = made.stream().map(m -> utc(m.observation().at())).toArray(OffsetDateTime[]::new);
        Boolean[] contacts = made.stream()
                .map(m -> m.observation().seq() == m.observation().contact())
                .toArray(Boolean[]::new);
        String[] why = made.stream().map(Observations.Made::joined).toArray(String[]::new);
        List<Future<?>> asked = new ArrayList<>();
        asked.add(tx.preparedQuery(CAMPAIGNS)
                .execute(Tuple.tuple()
                        .addArrayOfLong(ids)
                        .addArrayOfOffsetDateTime(at)
                        .addArrayOfBoolean(contacts)));
        asked.add(tx.preparedQuery(JOINED)
                .execute(Tuple.tuple().addArrayOfLong(seqs).addArrayOfLong(ids).addArrayOfString(why)));
        List<Long> absorbed = new ArrayList<>();
        List<Long> into = new ArrayList<>();
        made.forEach(m -> m.absorbed().forEach(a -> {
            absorbed.add(a);
            into.add(m.observation().campaign());
        }));
        if (!absorbed.isEmpty()) {
            asked.add(tx.preparedQuery(MERGED)
                    .execute(Tuple.tuple()
                            .addArrayOfLong(absorbed.toArray(Long[]::new))
                            .addArrayOfLong(into.toArray(Long[]::new))));
        }
        return Future.all(asked).mapEmpty();
    }

    /** A verdict, where there is one. */
    static Future<Void> verdict(SqlClient tx, @Nullable Verdict verdict) {
        if (verdict == null) {
            return Future.succeededFuture();
        }
        return tx.preparedQuery(VERDICT)
                .execute(Tuple.of(
                        verdict.caseId(),
                        verdict.basis().seq(),
                        utc(verdict.basis().at()),
                        verdict.level().name(),
                        verdict.strength().logE(),
                        verdict.strength().posterior(),
                        Objects.requireNonNull(VerdictJson.write(verdict))))
                .mapEmpty();
    }

    private static OffsetDateTime utc(Instant t) {
        return t.atOffset(ZoneOffset.UTC);
    }
}
