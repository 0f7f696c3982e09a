package io.barium.view;

import io.barium.campaign.Observed;
import io.barium.campaign.Profile;
import io.barium.campaign.Profile.Counted;
import io.barium.intake.ContactJson;
import io.barium.model.Visible;
import io.barium.report.Fact;
import io.barium.verdict.Numbers;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the contacts of some campaigns tell of whoever makes them. Our own identifiers in them are masked. */
final class ActorProfile {
    private static final int ROWS = 2_000;
    /** Texts that are read at most, but for the last one. */
    private static final long BYTES = 4 << 20;

    /** Each row of the journal is looked for on its own: a join might be made by reading the journal from its start. */
    static final String READ = """
            select p.seq, p.campaign, p.received_at, p.contact, (
                select count(*) from sighting where case_id = $1 and campaign = any($2) and seq <= $3) as all_rows
            from (select n.*, sum(n.size) over (order by n.seq) - n.size as before
                  from (select s.seq, s.campaign, j.received_at, j.contact, octet_length(j.contact) as size
                        from sighting s
                        cross join lateral (
                            select received_at, contact from journal where seq = s.seq and contact is not null limit 1) j
                        where s.case_id = $1 and s.campaign = any($2) and s.seq <= $3
                        order by s.seq limit $4) n) p
            where p.before < $5
            order by p.seq
            """;

    private static final int SHOWN = 8;
    private static final int WORDINGS = 3;
    private static final int CHARS = 300;

    private final Pool pool;

    ActorProfile(Pool pool) {
        this.pool = pool;
    }

    /** The facts about the oldest contacts of a verdict's campaigns, up to its basis. */
    Future<List<Fact>> of(Verdict verdict) {
        long caseId = verdict.caseId();
        long upTo = verdict.basis().seq();
        Tuple values = Tuple.of(caseId, verdict.campaigns().toArray(Long[]::new), upTo, ROWS, BYTES);
        return pool.preparedQuery(READ).execute(values).compose(rows -> {
            Profile profile = Profile.of(observed(rows), verdict.basis().brands());
            List<String> texts = new ArrayList<>();
            facts(profile, text -> {
                texts.add(text);
                return text;
            });
            return Ours.touched(pool, caseId, upTo, texts).map(ours -> {
                List<Fact> facts = facts(profile, ours::apply);
                long all = rows.size() == 0 ? 0 : rows.iterator().next().getLong("all_rows");
                if (rows.size() < all) {
                    facts.add(new Fact(
                            "Rests on",
                            "the oldest " + Numbers.count(rows.size()) + " of " + Numbers.count(all)
                                    + " messages and reports; the others were too much to be read"));
                }
                return facts;
            });
        });
    }

    private static List<Observed> observed(RowSet<Row> rows) {
        List<Observed> observed = new ArrayList<>();
        for (Row r : rows) {
            observed.add(new Observed(
                    r.getLong("seq"),
                    r.getOffsetDateTime("received_at").toInstant(),
                    ContactJson.read(r.getString("contact")),
                    r.getLong("campaign")));
        }
        return observed;
    }

    private static List<Fact> facts(Profile p, UnaryOperator<String> masked) {
        List<Fact> facts = new ArrayList<>();
        add(facts, "Ways", p.channels(), masked);
        add(facts, "Speaks as", p.brands(), masked);
        add(facts, "Pretext", p.pretexts(), masked);
        add(facts, "Calls from", p.callers(), masked);
        add(facts, "Attestation", p.attestations(), masked);
        add(facts, "Writes from", p.senderDomains(), masked);
        add(facts, "Links to", p.linkDomains(), masked);
        add(facts, "Wants calls at", p.callBackNumbers(), masked);
        add(facts, "Wants replies at", p.replyAddresses(), masked);
        p.wordings().stream()
                .limit(WORDINGS)
                .forEach(w -> facts.add(
                        new Fact("Says (" + w.contacts() + ")", Visible.line(masked.apply(w.excerpt()), CHARS))));
        if (p.hours().hint() != null) {
            facts.add(new Fact("Hours of work", Visible.line(p.hours().hint(), CHARS)));
        }
        if (p.firstSeen() != null && p.lastSeen() != null) {
            facts.add(new Fact("Seen", "from " + p.firstSeen() + " until " + p.lastSeen()));
        }
        return facts;
    }

    private static void add(List<Fact> facts, String label, List<Counted> values, UnaryOperator<String> masked) {
        if (!values.isEmpty()) {
            String text = values.stream()
                    .limit(SHOWN)
                    .map(c -> masked.apply(c.value()) + " (" + c.contacts() + ")")
                    .collect(Collectors.joining(", "));
            facts.add(new Fact(label, Visible.line(text, CHARS)));
        }
    }
}
