package io.barium.casework;

import io.barium.campaign.Campaigns;
import io.barium.campaign.Claims;
import io.barium.campaign.Tuning;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.verdict.Observation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
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
    private final List<String> brands;
    private final Campaigns campaigns = new Campaigns(Tuning.USUAL);

    /**
     * None yet.
     *
     * @param brands names under which the company is known
     */
    Observations(List<String> brands) {
        this.brands = List.copyOf(brands);
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
        if (sighted.hits().isEmpty() && drawn.isEmpty()) {
            return null;
        }
        Campaigns.Joined joined = campaigns.take(sighted.seq(), at, contact);
        Set<Long> reached = tokens(sighted.hits(), true);
        Set<Long> quoted = tokens(sighted.hits(), false);
        quoted.removeAll(reached);
        Observation observation = new Observation(
                sighted.seq(),
                sighted.contactSeq(),
                at,
                sighted.caseId(),
                joined.campaign(),
                contact.channel() != Channel.MAIL,
                List.copyOf(reached),
                drawn,
                List.copyOf(quoted),
                strings(contact),
                Claims.speaksAs(contact, brands));
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
