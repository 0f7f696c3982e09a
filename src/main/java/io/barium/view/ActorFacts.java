package io.barium.view;

import io.barium.model.Redaction;
import io.barium.model.Visible;
import io.barium.report.Fact;
import io.barium.verdict.Numbers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the times, ways and campaigns of a case's contacts tell of the actor. */
public final class ActorFacts {
    private static final int REASONS = 5;
    private static final int REASON_CHARS = 80;
    private static final double MOST_OF_IT = .8;

    private final Pool pool;

    public ActorFacts(Pool pool) {
        this.pool = pool;
    }

    /** The facts about a case's contacts up to a journal sequence; empty where it has none. */
    public Future<List<Fact>> of(long caseId, long upTo) {
        Tuple values = Tuple.of(caseId, upTo);
        return pool.preparedQuery("""
                        select count(*) filter (where channel = 'MAIL') as mails,
                            count(*) filter (where channel = 'CALL') as calls,
                            count(*) filter (where channel = 'SMS') as texts,
                            count(distinct coalesce(c.merged_into, s.campaign)) as campaigns,
                            count(*) filter (where extract(isodow from received_at at time zone 'UTC') < 6) as weekdays,
                            array(select count(k.seq) from generate_series(0, 23) as hour
                                left join (select q.seq, extract(hour from r.received_at at time zone 'UTC') as at
                                    from sighting q join journal r on r.seq = q.seq
                                    where q.case_id = $1 and q.seq <= $2 and q.contact_seq = q.seq) k on k.at = hour
                                group by hour order by hour) as hours
                        from sighting s join journal j on j.seq = s.seq left join campaign c on c.id = s.campaign
                        where s.case_id = $1 and s.seq <= $2 and s.contact_seq = s.seq
                        """)
                .execute(values)
                .compose(found -> pool.preparedQuery("""
                                select joined, count(*) as n from sighting
                                where case_id = $1 and seq <= $2 and joined is not null
                                group by joined order by n desc, joined limit $3
                                """)
                        .execute(Tuple.of(caseId, upTo, REASONS))
                        .map(ActorFacts::reasons)
                        .compose(joined -> Ours.touched(pool, caseId, upTo, List.copyOf(joined.keySet()))
                                .map(ours -> facts(found.iterator().next(), joined, ours))));
    }

    private static Map<String, Long> reasons(RowSet<Row> rows) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        rows.forEach(r -> reasons.put(r.getString("joined"), r.getLong("n")));
        return reasons;
    }

    private static List<Fact> facts(Row row, Map<String, Long> joined, Redaction ours) {
        List<Fact> facts = new ArrayList<>();
        long mails = row.getLong("mails");
        long calls = row.getLong("calls");
        long texts = row.getLong("texts");
        long all = mails + calls + texts;
        if (all == 0) {
            return facts;
        }
        facts.add(new Fact(
                "Ways",
                Numbers.count(mails, "mail", "mails") + ", " + Numbers.count(calls, "call", "calls") + ", "
                        + Numbers.count(texts, "text message", "text messages")));
        facts.add(new Fact("Hours (UTC)", hours(row.getArrayOfLongs("hours"), all)));
        facts.add(new Fact("Monday to Friday", Numbers.share((double) row.getLong("weekdays") / all)));
        if (row.getLong("campaigns") > 0) {
            facts.add(new Fact("Campaigns", Numbers.count(row.getLong("campaigns"))));
        }
        List<String> reasons = new ArrayList<>();
        joined.forEach((reason, n) -> reasons.add(Visible.line(ours.apply(reason), REASON_CHARS) + " (" + n + ")"));
        if (!reasons.isEmpty()) {
            facts.add(new Fact("Put together by", String.join(", ", reasons)));
        }
        return facts;
    }

    /** The shortest run of hours, around midnight if need be, in which most contacts came. */
    private static String hours(Long[] perHour, long all) {
        for (int length = 1; length <= 24; length++) {
            int best = 0;
            long most = -1;
            for (int from = 0; from < 24; from++) {
                long sum = 0;
                for (int h = from; h < from + length; h++) {
                    sum += perHour[h % 24];
                }
                if (sum > most) {
                    most = sum;
                    best = from;
                }
            }
            if (most >= MOST_OF_IT * all) {
                return Numbers.share((double) most / all)
                        + " between %02d:00 and %02d:00".formatted(best, (best + length) % 24);
            }
        }
        throw new IllegalStateException("all contacts are within 24 hours of the day");
    }
}
