package io.barium.view;

import io.barium.inference.Level;
import io.barium.report.CaseReport.Step;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verdicts as they were stored. */
public final class Verdicts {
    private static final int STEPS = 400;

    private final Pool pool;

    public Verdicts(Pool pool) {
        this.pool = pool;
    }

    /**
     * The newest verdict on a case, as the text that was stored.
     *
     * @param asOf journal sequence that it may rest on at most; {@code null} for the newest of all
     */
    public Future<Optional<String>> document(long caseId, @Nullable Long asOf) {
        return pool.preparedQuery("""
                        select document from verdict where case_id = $1 and seq <= $2 order by seq desc limit 1
                        """)
                .execute(Tuple.of(caseId, asOf == null ? Long.MAX_VALUE : asOf))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString("document")));
    }

    /** The same, read. */
    public Future<Optional<Verdict>> newest(long caseId, @Nullable Long asOf) {
        return document(caseId, asOf).map(found -> found.map(VerdictJson::read));
    }

    /**
     * The course of a case, oldest first. Where there are many verdicts, one in each of some hundred spans of time is
     * left, and all at which the level rose.
     *
     * @param upTo journal sequence of the last verdict that counts
     */
    public Future<List<Step>> history(long caseId, long upTo) {
        return pool.preparedQuery("""
                select seq, at, level, log_e, posterior from (
                    select seq, at, level, log_e, posterior, level is distinct from lag(level) over w as rose,
                        width_bucket(extract(epoch from at), min(extract(epoch from at)) over all_of,
                            max(extract(epoch from at)) over all_of + 1, $3) as span,
                        width_bucket(extract(epoch from lead(at) over w), min(extract(epoch from at)) over all_of,
                            max(extract(epoch from at)) over all_of + 1, $3) as next_span
                    from verdict where case_id = $1 and seq <= $2
                    window w as (order by seq), all_of as ()
                ) s where rose or span is distinct from next_span order by seq
                """).execute(Tuple.of(caseId, upTo, STEPS)).map(rows -> {
            List<Step> steps = new ArrayList<>();
            rows.forEach(r -> steps.add(new Step(
                    r.getLong("seq"),
                    r.getOffsetDateTime("at").toInstant(),
                    Level.valueOf(r.getString("level")),
                    r.getDouble("log_e"),
                    r.getDouble("posterior"))));
            return steps;
        });
    }
}
