package io.barium.view;

import io.barium.inference.OriginKind;
import io.barium.model.Channel;
import io.barium.model.Mask;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.barium.report.CaseReport;
import io.barium.report.Fact;
import io.barium.report.Timeline;
import io.barium.report.Timeline.Access;
import io.barium.report.Timeline.Count;
import io.barium.report.Timeline.Touch;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands around a verdict in a report, as of the verdict's basis. */
public final class ReportFacts {
    private static final int TOUCHES = 200;

    private final Pool pool;
    private final Verdicts verdicts;
    private final ActorFacts actor;
    private final ActorProfile profile;
    private final Function<Verdict, Future<@Nullable Double>> merged;

    /**
     * Reports on the cases of a database.
     *
     * @param merged natural logarithm of a verdict's E, had late merges of campaigns been known from the start;
     *     {@code null} where that is too much to compute
     */
    public ReportFacts(Pool pool, Function<Verdict, Future<@Nullable Double>> merged) {
        this.merged = merged;
        this.pool = pool;
        this.verdicts = new Verdicts(pool);
        this.actor = new ActorFacts(pool);
        this.profile = new ActorProfile(pool);
    }

    /**
     * The report on the newest stored verdict; empty where there is none.
     *
     * @param asOf journal sequence that it may rest on at most; {@code null} for the newest of all
     */
    public Future<Optional<CaseReport>> report(long caseId, @Nullable Long asOf) {
        return verdicts.newest(caseId, asOf)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : around(found.get()).map(Optional::of));
    }

    /** The report on a verdict, stored or computed again. */
    public Future<CaseReport> around(Verdict verdict) {
        return verdicts.history(verdict.caseId(), verdict.basis().seq())
                .compose(history -> timeline(verdict)
                        .compose(line -> actor(verdict)
                                .compose(facts -> merged.apply(verdict)
                                        .map(log -> CaseReport.of(verdict, history, line, facts, log)))));
    }

    /** Of who has the data, where that can be told from noise; otherwise of all contacts together. */
    private Future<List<Fact>> actor(Verdict verdict) {
        return verdict.campaigns().isEmpty()
                ? actor.of(verdict.caseId(), verdict.basis().seq())
                : profile.of(verdict);
    }

    private Future<Timeline> timeline(Verdict verdict) {
        return plantings(verdict)
                .compose(plantings -> accesses(verdict)
                        .compose(accesses -> contacts(verdict)
                                .compose(contacts -> touches(verdict)
                                        .map(rows -> new Timeline(
                                                plantings, accesses, contacts, touches(rows), untold(rows))))));
    }

    private Future<List<Count>> plantings(Verdict verdict) {
        return rows("""
                select (planted_at at time zone 'UTC')::date as day, count(*) as n from planting
                where planted_at <= $1 group by day order by day
                """, Tuple.of(verdict.basis().at().atOffset(ZoneOffset.UTC)), ReportFacts::count);
    }

    /** Only to records that the case's contacts reached: of those there are few, and of all there are millions. */
    private Future<List<Access>> accesses(Verdict verdict) {
        return rows(
                """
                select (e.at at time zone 'UTC')::date as day, o.kind, count(*) as n
                from exposure e join origin o on o.id = e.origin_id
                where e.id <= $3 and e.planting_id in (
                    select p.id from planting p join token t on t.persona_id = p.persona_id
                    where t.id in (select st.token_id from sighting s join sighting_token st on st.seq = s.seq
                        where s.case_id = $1 and s.seq <= $2))
                group by day, o.kind order by day, o.kind
                """,
                Tuple.of(
                        verdict.caseId(), verdict.basis().seq(), verdict.basis().exposures()),
                r -> new Access(r.getLocalDate("day"), OriginKind.valueOf(r.getString("kind")), r.getLong("n")));
    }

    private Future<List<Count>> contacts(Verdict verdict) {
        return rows("""
                select (j.received_at at time zone 'UTC')::date as day, count(*) as n
                from sighting s join journal j on j.seq = s.seq
                where s.case_id = $1 and s.seq <= $2 and s.contact_seq = s.seq group by day order by day
                """, Tuple.of(verdict.caseId(), verdict.basis().seq()), ReportFacts::count);
    }

    /** The oldest, each with how many there are in all: an actor may touch everything that we have. */
    private Future<List<Row>> touches(Verdict verdict) {
        return rows("""
                select g.seq, t.kind, t.value, t.role, g.matched_as, j.received_at, j.channel, g.touched,
                    (select coalesce(c.merged_into, s.campaign) from sighting s left join campaign c on c.id = s.campaign
                     where s.seq = g.seq) as campaign,
                    not exists (select 1 from sighting_token e where e.token_id = g.token_id and e.seq < g.seq) as first
                from (
                    select f.*, count(*) over () as touched
                    from (
                        select distinct on (st.token_id) st.seq, st.token_id, st.matched_as
                        from sighting s join sighting_token st on st.seq = s.seq
                        where s.case_id = $1 and s.seq <= $2
                        order by st.token_id, st.seq, st.matched_as like 'QUOTED%'
                    ) f order by f.seq, f.token_id limit $3
                ) g join token t on t.id = g.token_id join journal j on j.seq = g.seq
                order by g.seq, g.token_id
                """, Tuple.of(verdict.caseId(), verdict.basis().seq(), TOUCHES), Function.identity());
    }

    private static List<Touch> touches(List<Row> rows) {
        return rows.stream().map(ReportFacts::touch).toList();
    }

    private static long untold(List<Row> rows) {
        return rows.isEmpty() ? 0 : rows.get(0).getLong("touched") - rows.size();
    }

    private <T> Future<List<T>> rows(String sql, Tuple values, Function<Row, T> read) {
        return pool.preparedQuery(sql).execute(values).map((RowSet<Row> rows) -> {
            List<T> list = new ArrayList<>();
            rows.forEach(row -> list.add(read.apply(row)));
            return list;
        });
    }

    private static Count count(Row row) {
        return new Count(row.getLocalDate("day"), row.getLong("n"));
    }

    private static Touch touch(Row row) {
        return new Touch(
                row.getOffsetDateTime("received_at").toInstant(),
                Channel.valueOf(row.getString("channel")),
                Mask.token(TokenKind.valueOf(row.getString("kind")), row.getString("value")),
                TokenRole.valueOf(row.getString("role")),
                row.getString("matched_as").startsWith("QUOTED"),
                row.getBoolean("first"),
                row.getLong("campaign"));
    }
}
