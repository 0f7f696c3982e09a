package io.barium.casework;

import io.barium.campaign.Campaigns;
import io.barium.campaign.Claims;
import io.barium.campaign.Tuning;
import io.barium.model.Call;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.verdict.Observation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of judged contacts what the verdict observes: puts each into its campaign, without looking at what it touched,
 * and then says what it touched.
 */
final class Observations {
    /** Transcripts come within hours. */
    private static final int CALLS = 20_000;

    private final List<String> brands;
    private final SpokenNames names;
    private final Campaigns campaigns = new Campaigns(Tuning.USUAL);
    /** By the row of the contact: what is said on a call comes later, often without the numbers. */
    private final Map<Long, Taken> calls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Taken> eldest) {
            return size() > CALLS;
        }
    };

    /** A call that reached something of ours. */
    private record Taken(Call call, Set<Long> reached) {}

    /**
     * None yet.
     *
     * @param brands names under which the company is known
     * @param names that belong to lines
     */
    Observations(List<String> brands, SpokenNames names) {
        this.brands = List.copyOf(brands);
        this.names = names;
    }

    /** None yet, on the same facts. */
    Observations anew() {
        return new Observations(brands, names);
    }

    /**
     * An observation, and how its contact came into its campaign.
     *
     * @param joined why; empty where it began one
     * @param absorbed campaigns that it has shown to be the same as its own
     */
    record Made(Observation observation, String joined, List<Long> absorbed) {}

    /**
     * The next row of the journal, where it says anything.
     *
     * @param siblings that an address is, with their strata
     */
    @Nullable
    Made next(Sighted sighted, Instant at, @Nullable Contact contact, Function<String, Map<String, String>> siblings) {
        if (contact == null || sighted.standing() == Standing.EXPECTED || sighted.standing() == Standing.UNREADABLE) {
            return null;
        }
        Map<String, String> drawn = siblings(contact, siblings);
        Set<Long> reached = tokens(sighted.hits(), true);
        Set<Long> quoted = tokens(sighted.hits(), false);
        Taken taken = calls.get(sighted.contactSeq());
        if (taken != null && contact instanceof Call report && !report.text().isEmpty()) {
            return observed(
                    sighted,
                    at,
                    report.after(taken.call()),
                    reached.isEmpty() ? taken.reached() : reached,
                    quoted,
                    drawn);
        }
        if (reached.isEmpty() && quoted.isEmpty() && drawn.isEmpty()) {
            return null;
        }
        if (contact instanceof Call call && !reached.isEmpty()) {
            calls.putIfAbsent(sighted.contactSeq(), new Taken(call, reached));
        }
        return observed(sighted, at, contact, reached, quoted, drawn);
    }

    private Made observed(
            Sighted sighted,
            Instant at,
            Contact contact,
            Set<Long> reached,
            Set<Long> quoted,
            Map<String, String> drawn) {
        Campaigns.Joined joined = campaigns.take(sighted.seq(), at, contact);
        quoted.removeAll(reached);
        boolean phone = contact.channel() != Channel.MAIL;
        boolean brand = Claims.speaksAs(contact, brands);
        SpokenNames.Found named = phone && brand ? names.in(contact, reached) : SpokenNames.Found.NOTHING;
        Observation observation = new Observation(
                sighted.seq(),
                sighted.contactSeq(),
                at,
                sighted.caseId(),
                joined.campaign(),
                phone,
                List.copyOf(reached),
                drawn,
                List.copyOf(quoted),
                strings(contact),
                brand,
                named.lines(),
                named.chance());
        String because = String.join(
                "; ", joined.because().stream().map(Campaigns.Reason::text).toList());
        return new Made(observation, because, joined.absorbed());
    }

    /** Final campaign of each that was found to be part of another. */
    Map<Long, Long> merged() {
        return campaigns.merged();
    }

    /** In the order of their ids. */
    private static Set<Long> tokens(Collection<Hit> hits, boolean reached) {
        Set<Long> tokens = new TreeSet<>();
        for (Hit hit : hits) {
            boolean addressed = hit.as() == MatchedAs.RECIPIENT || hit.as() == MatchedAs.CALLED;
            if (addressed == reached && (!addressed || hit.kind() != TokenKind.TICKET)) {
                tokens.add(hit.tokenId());
            }
        }
        return tokens;
    }

    private static Map<String, String> siblings(Contact contact, Function<String, Map<String, String>> siblings) {
        Map<String, String> out = new TreeMap<>();
        if (contact.channel() == Channel.MAIL) {
            contact.recipients().forEach(r -> out.putAll(siblings.apply(r)));
        }
        return out;
    }

    /** What could be taken for a quotation by chance. */
    private static int strings(Contact contact) {
        Set<String> distinct = new HashSet<>(contact.quotes().ticketNumbers());
        distinct.addAll(contact.quotes().phoneNumbers());
        distinct.addAll(contact.quotes().mailAddresses());
        return Math.max(1, distinct.size());
    }
}
