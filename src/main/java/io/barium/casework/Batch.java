package io.barium.casework;

import io.barium.intake.ContactJson;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.Standing;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch of journal rows on its way to judgements. Pure: what must be looked up is handed in. Of a contact's many
 * notations only those are kept that the index takes for possible.
 */
final class Batch {
    private static final Logger log = LoggerFactory.getLogger(Batch.class);

    /**
     * A row that was read.
     *
     * @param contact {@code null} when it could not be
     * @param candidates that may be tokens
     */
    private record Read(JournalRow row, @Nullable Contact contact, List<Candidate> candidates) {}

    private final List<JournalRow> rows;
    private final Judge judge;
    private final List<Read> read = new ArrayList<>();
    private final Map<Notation, int[]> possible = new HashMap<>();

    /** Reads the rows and looks every notation up; takes some 50 microseconds a row. */
    Batch(List<JournalRow> rows, Judge judge, TokenIndex index) {
        this.rows = rows;
        this.judge = judge;
        for (JournalRow row : rows) {
            Contact contact = contact(row);
            List<Candidate> candidates = new ArrayList<>();
            if (contact != null) {
                for (Candidate c : TokenScan.of(contact)) {
                    int[] tokens = index.find(c.kind(), c.key());
                    if (tokens.length > 0) {
                        candidates.add(c);
                        possible.put(new Notation(c.kind(), c.key()), tokens);
                    }
                }
            }
            read.add(new Read(row, contact, candidates));
        }
    }

    /** One row that this version cannot read must not hold up all that come after it. */
    private static @Nullable Contact contact(JournalRow row) {
        try {
            String text = row.text();
            return text == null ? row.contact() : ContactJson.read(text);
        } catch (IllegalArgumentException e) {
            log.error("journalled contact cannot be read seq={} source={}", row.seq(), row.source());
            return null;
        }
    }

    List<JournalRow> rows() {
        return rows;
    }

    /** What a row was read as; {@code null} when it could not be. */
    @Nullable
    Contact contact(int row) {
        return read.get(row).contact();
    }

    /** The oldest row. */
    long firstSeq() {
        return rows.get(0).seq();
    }

    /** The calls that rows of this batch report on. */
    Set<ThreadKey> calls() {
        Set<ThreadKey> calls = new LinkedHashSet<>();
        for (JournalRow row : rows) {
            if (row.thread() != null) {
                calls.add(new ThreadKey(row.source(), row.thread()));
            }
        }
        return calls;
    }

    /** The notations to check, each with the tokens that it may be of. */
    Map<Notation, int[]> possible() {
        return possible;
    }

    /** The outcome for each row, in order; {@code caseId} is still open where the standing is credible. */
    List<Sighted> judge(Map<ThreadKey, Head> heads, Map<Notation, List<Known>> known) {
        Map<ThreadKey, Head> calls = new HashMap<>(heads);
        List<Sighted> out = new ArrayList<>();
        for (Read r : read) {
            JournalRow row = r.row();
            Set<Hit> hits = hits(r.candidates(), known);
            Judge.Judgement own = judge.judge(r.contact(), List.copyOf(hits));
            ThreadKey call = row.thread() == null ? null : new ThreadKey(row.source(), row.thread());
            Head head = call == null ? null : calls.get(call);
            Sighted sighted = head == null || head.seq() == row.seq()
                    ? new Sighted(row.seq(), row.seq(), own.standing(), own.why(), null, hits)
                    : addition(row, own, head, hits);
            if (call != null && (sighted.isContact() || sighted.standing() == Standing.CREDIBLE)) {
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
        for (int i = 0; i < read.size(); i++) {
            Read r = read.get(i);
            if (sighted.get(i).isContact() && sighted.get(i).standing() == Standing.UNKNOWN_RECIPIENT) {
                for (String domain : domains(r.contact())) {
                    unknown.domains().add(domain);
                    unknown.days().add(LocalDate.ofInstant(r.row().receivedAt(), ZoneOffset.UTC));
                }
            }
        }
        return unknown;
    }

    /** Contacts by standing, without what adds to them. */
    static Map<Standing, Long> standings(List<Sighted> sighted) {
        Map<Standing, Long> contacts = new EnumMap<>(Standing.class);
        sighted.stream().filter(Sighted::isContact).forEach(s -> contacts.merge(s.standing(), 1L, Long::sum));
        return contacts;
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
