package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.Posterior;
import io.barium.verdict.Verdict.Basis;
import io.barium.verdict.Verdict.Reach;
import io.barium.verdict.Verdict.Strength;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What contacts say about what is planted. Takes observations in the order of the journal and answers for any case at
 * any time; the same registered facts and observations give the same bits. Not for several threads.
 */
public final class Inquiry {
    private final Assumptions assumptions;
    private final Registered registered;
    private final Tokens tokens;
    private final Strands strands;
    private final Findings findings;
    private final Tallies campaigns = new Tallies();
    /** Siblings that were reached, with their numbers. */
    private final Map<String, Integer> siblings = new HashMap<>();

    private final Map<Long, CaseFacts> cases = new TreeMap<>();
    /** Lines and addresses of nobody that were reached. */
    private final SeqSet controls = new SeqSet();

    private final double lines;
    private final double addresses;
    private boolean registryKnown;
    private long seq;
    private Instant at = Instant.EPOCH;

    /** Nothing was observed yet. */
    public Inquiry(Assumptions assumptions, Registered registered) {
        this.assumptions = assumptions;
        this.registered = registered;
        this.tokens = registered.tokens();
        this.strands = new Strands(assumptions, registered);
        this.findings = new Findings(registered);
        this.lines = perPlanted(Watched.Kind.PHONE, 0);
        this.addresses = perPlanted(
                Watched.Kind.MAIL,
                registered.siblings().values().stream()
                        .mapToLong(Integer::longValue)
                        .sum());
    }

    private double perPlanted(Watched.Kind kind, long more) {
        long planted = tokens.count(kind, true);
        long all = planted + tokens.count(kind, false);
        return planted == 0 ? 1 : (double) (all + more) / planted;
    }

    /** What it knows of. */
    public Registered registered() {
        return registered;
    }

    /**
     * Takes what was observed; in ascending order.
     *
     * @return whether a token was touched that no one had touched before, so that E may be another
     */
    public boolean take(Observation o) {
        seq = o.seq();
        at = o.at().isAfter(at) ? o.at() : at;
        Tally tally = campaigns.of(o.campaign(), o.at());
        tally.speaks(o.brand());
        o.siblings().keySet().forEach(s -> tally.sibling(siblings.computeIfAbsent(s, k -> siblings.size())));
        CaseFacts facts = o.caseId() == null ? null : cases.computeIfAbsent(o.caseId(), id -> new CaseFacts(o.at()));
        if (facts != null) {
            facts.contact(o);
        }
        for (long id : o.reached()) {
            Watched token = tokens.find(id);
            if (token != null) {
                tally.reached(token);
                note(facts, o, token);
            }
        }
        for (long id : o.quoted()) {
            Watched token = tokens.find(id);
            if (token != null) {
                note(facts, o, token);
                if (token.row() == null) {
                    registryKnown = true;
                } else {
                    tally.quoted();
                    if (facts != null) {
                        facts.conclusive(o);
                    }
                }
            }
        }
        for (long id : o.named()) {
            Watched line = tokens.find(id);
            if (line != null && line.row() != null) {
                tally.named();
                if (facts != null) {
                    facts.conclusive(o);
                }
            }
        }
        registryKnown |= tally.knowsControls(addresses);
        return strands.take(o, tally.began, tokens);
    }

    private void note(@Nullable CaseFacts facts, Observation o, Watched token) {
        Long row = token.row();
        if (row == null) {
            if (token.kind() != Watched.Kind.TICKET) {
                controls.add(token.id());
            }
        } else if (facts != null) {
            facts.touched(o, token, row);
        }
    }

    /** Natural logarithm of E when the newest observation was made. */
    public double logE() {
        return strands.logE(Days.of(at));
    }

    /** The level of a case by what is known now, whatever it was before. */
    public Level level(long caseId) {
        return Level.of(logE(), cases.containsKey(caseId));
    }

    /** Whether a contact of a case was observed. */
    public boolean knows(long caseId) {
        return cases.containsKey(caseId);
    }

    /** Whether somebody knows controls. */
    public boolean registryKnown() {
        return registryKnown;
    }

    /**
     * The verdict on a case.
     *
     * @param before the level that the case has reached before
     */
    public Verdict verdict(long caseId, Level before) {
        CaseFacts facts = facts(caseId);
        double logE = logE();
        Level own = level(caseId);
        Basis basis = new Basis(
                Assumptions.MODEL,
                parameters(),
                assumptions.brands(),
                seq,
                registered.registry(),
                registered.exposures(),
                at);
        Strength strength = new Strength(
                logE,
                assumptions.prior(),
                Posterior.of(assumptions.prior(), logE),
                strands.logSum(),
                facts.conclusive(),
                strands.heldByStray(Days.of(at)));
        Findings.Found found = findings.of(facts.hits(this::follows), Days.of(at));
        return new Verdict(
                caseId,
                basis,
                own.compareTo(before) > 0 ? own : before,
                strength,
                reach(facts),
                found.window(),
                found.places(),
                found.shares(),
                registryKnown,
                facts.following(this::follows));
    }

    /** Pairs of people who together explain a case, likeliest first. */
    public List<Verdict.Place> pairs(long caseId, int most) {
        return findings.pairs(facts(caseId).hits(this::follows), most);
    }

    private CaseFacts facts(long caseId) {
        return Objects.requireNonNull(cases.get(caseId), "no contact of case " + caseId + " was observed");
    }

    private boolean follows(long campaign) {
        Tally tally = campaigns.find(campaign);
        return tally != null && tally.follows(lines, addresses);
    }

    private Map<String, Double> parameters() {
        Map<String, Double> all = new TreeMap<>(assumptions.parameters());
        all.put("customerCounts", (double) registered.counts());
        return all;
    }

    private Reach reach(CaseFacts facts) {
        return new Reach(
                facts.contacts(),
                facts.campaigns(),
                facts.tokens(),
                (int) count(true),
                controls.size(),
                (int) count(false),
                facts.first());
    }

    private long count(boolean planted) {
        return tokens.count(Watched.Kind.PHONE, planted) + tokens.count(Watched.Kind.MAIL, planted);
    }
}
