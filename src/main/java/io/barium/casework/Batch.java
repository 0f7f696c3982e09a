package io.barium.casework;

import io.barium.casework.CaseTables.CallKey;
import io.barium.casework.CaseTables.Head;
import io.barium.casework.CaseTables.Known;
import io.barium.casework.CaseTables.Notation;
import io.barium.casework.CaseTables.Sighted;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.Standing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch of journal rows on its way to judgements. Pure: what must be looked up is handed in. */
final class Batch {
    private final List<JournalRow> rows;
    private final Judge judge;
    private final Map<Long, Set<Candidate>> candidates = new LinkedHashMap<>();

    Batch(List<JournalRow> rows, Judge judge) {
        this.rows = rows;
        this.judge = judge;
        for (JournalRow row : rows) {
            Contact contact = row.contact();
            candidates.put(row.seq(), contact == null ? Set.of() : TokenScan.of(contact));
        }
    }

    /** The calls that rows of this batch report on. */
    Set<CallKey> calls() {
        Set<CallKey> calls = new LinkedHashSet<>();
        for (JournalRow row : rows) {
            if (row.callId() != null) {
                calls.add(new CallKey(row.source(), row.callId()));
            }
        }
        return calls;
    }

    /** The notations to look up. */
    Set<Notation> keys() {
        Set<Notation> keys = new HashSet<>();
        candidates.values().forEach(set -> set.forEach(c -> keys.add(new Notation(c.kind(), c.key()))));
        return keys;
    }

    /** The outcome for each row, in order; {@code caseId} is still open where the standing is credible. */
    List<Sighted> judge(Map<CallKey, Head> heads, Map<Notation, List<Known>> known) {
        Map<CallKey, Head> calls = new HashMap<>(heads);
        List<Sighted> out = new ArrayList<>();
        for (JournalRow row : rows) {
            Set<Hit> hits = hits(candidates.getOrDefault(row.seq(), Set.of()), known);
            Judge.Judgement own = judge.judge(row.contact(), List.copyOf(hits));
            CallKey call = row.callId() == null ? null : new CallKey(row.source(), row.callId());
            Head head = call == null ? null : calls.get(call);
            Sighted sighted = head == null || head.seq() == row.seq()
                    ? new Sighted(row.seq(), row.seq(), own.standing(), own.why(), null, hits)
                    : addition(row, own, head, hits);
            boolean isHead = sighted.contactSeq() == row.seq();
            if (call != null && (isHead || sighted.standing() == Standing.CREDIBLE)) {
                calls.put(call, new Head(sighted.contactSeq(), sighted.standing(), sighted.caseId()));
            }
            out.add(sighted);
        }
        return out;
    }

    /** A later report on a call stands as the call does, unless it touches more than the call did. */
    private static Sighted addition(JournalRow row, Judge.Judgement own, Head head, Set<Hit> hits) {
        Standing before = head.standing();
        boolean more = own.standing() == Standing.CREDIBLE
                || (own.standing() == Standing.CONTROL && before == Standing.UNKNOWN_RECIPIENT);
        if (before == null || more) {
            return new Sighted(row.seq(), head.seq(), own.standing(), own.why(), head.caseId(), hits);
        }
        return new Sighted(row.seq(), head.seq(), before, "adds to contact " + head.seq(), head.caseId(), hits);
    }

    private static Set<Hit> hits(Collection<Candidate> candidates, Map<Notation, List<Known>> known) {
        Set<Hit> hits = new LinkedHashSet<>();
        for (Candidate c : candidates) {
            for (Known token : known.getOrDefault(new Notation(c.kind(), c.key()), List.of())) {
                hits.add(new Hit(token.id(), c.kind(), token.role(), c.as()));
            }
        }
        return hits;
    }

    /**
     * Where and when contacts reached none of our tokens.
     *
     * @param domains mail domain, or {@code tel}
     * @param days UTC
     */
    record Unknown(List<String> domains, List<LocalDate> days) {}

    Unknown unknown(List<Sighted> sighted) {
        Unknown unknown = new Unknown(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < rows.size(); i++) {
            JournalRow row = rows.get(i);
            boolean contact = sighted.get(i).contactSeq() == row.seq();
            if (contact && sighted.get(i).standing() == Standing.UNKNOWN_RECIPIENT) {
                for (String domain : domains(row.contact())) {
                    unknown.domains().add(domain);
                    unknown.days().add(LocalDate.ofInstant(row.receivedAt(), ZoneOffset.UTC));
                }
            }
        }
        return unknown;
    }

    private static Set<String> domains(@Nullable Contact contact) {
        if (!(contact instanceof Mail mail)) {
            return Set.of("tel");
        }
        Set<String> domains = new LinkedHashSet<>();
        for (String to : mail.recipients()) {
            domains.add(to.substring(to.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
        }
        return domains;
    }
}
