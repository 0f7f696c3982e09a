package io.barium.view;

import io.barium.campaign.Observed;
import io.barium.campaign.Profile;
import io.barium.campaign.Profile.Counted;
import io.barium.intake.ContactJson;
import io.barium.model.Redaction;
import io.barium.model.Visible;
import io.barium.report.Fact;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the contacts of some campaigns tell of whoever makes them. Our own identifiers in them are masked. */
final class ActorProfile {
    private static final int CONTACTS = 2_000;
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
        List<String> brands = verdict.basis().brands();
        Tuple values = Tuple.of(caseId, verdict.campaigns().toArray(Long[]::new), upTo);
        return pool.preparedQuery("""
                        select s.seq, s.campaign, j.received_at, j.contact from sighting s join journal j on j.seq = s.seq
                        where s.case_id = $1 and s.campaign = any($2) and s.seq <= $3 and j.contact is not null
                        order by s.seq limit %d
                        """.formatted(CONTACTS))
                .execute(values)
                .compose(contacts -> Ours.touched(pool, caseId, upTo).map(ours -> facts(contacts, brands, ours)));
    }

    private static List<Fact> facts(RowSet<Row> contacts, List<String> brands, Redaction redaction) {
        List<Observed> observed = new ArrayList<>();
        for (Row r : contacts) {
            observed.add(new Observed(
                    r.getLong("seq"),
                    r.getOffsetDateTime("received_at").toInstant(),
                    ContactJson.read(r.getString("contact")),
                    r.getLong("campaign")));
        }
        Profile p = Profile.of(observed, brands);
        List<Fact> facts = new ArrayList<>();
        add(facts, "Ways", p.channels(), redaction);
        add(facts, "Speaks as", p.brands(), redaction);
        add(facts, "Pretext", p.pretexts(), redaction);
        add(facts, "Calls from", p.callers(), redaction);
        add(facts, "Attestation", p.attestations(), redaction);
        add(facts, "Writes from", p.senderDomains(), redaction);
        add(facts, "Links to", p.linkDomains(), redaction);
        add(facts, "Wants calls at", p.callBackNumbers(), redaction);
        add(facts, "Wants replies at", p.replyAddresses(), redaction);
        p.wordings().stream()
                .limit(WORDINGS)
                .forEach(w -> facts.add(
                        new Fact("Says (" + w.contacts() + ")", Visible.line(redaction.apply(w.excerpt()), CHARS))));
        if (p.hours().hint() != null) {
            facts.add(new Fact("Hours of work", Visible.line(p.hours().hint(), CHARS)));
        }
        if (p.firstSeen() != null && p.lastSeen() != null) {
            facts.add(new Fact("Seen", "from " + p.firstSeen() + " until " + p.lastSeen()));
        }
        return facts;
    }

    private static void add(List<Fact> facts, String label, List<Counted> values, Redaction redaction) {
        if (!values.isEmpty()) {
            String text = values.stream()
                    .limit(SHOWN)
                    .map(c -> redaction.apply(c.value()) + " (" + c.contacts() + ")")
                    .collect(Collectors.joining(", "));
            facts.add(new Fact(label, Visible.line(text, CHARS)));
        }
    }
}
