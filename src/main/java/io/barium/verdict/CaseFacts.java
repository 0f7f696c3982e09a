package io.barium.verdict;

import io.barium.inference.Hit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/** What the contacts of a case have touched. */
final class CaseFacts {
    private final Instant first;
    private final SeqSet contacts = new SeqSet();
    private final SeqSet campaigns = new SeqSet();
    private final SeqSet tokens = new SeqSet();
    private final SeqSet conclusive = new SeqSet();
    /** First touch of each row by each campaign: days as the bits of a double. */
    private final Map<Long, SeqMap> touches = new TreeMap<>();

    CaseFacts(Instant first) {
        this.first = first;
    }

    void contact(Observation o) {
        contacts.add(o.contact());
        campaigns.add(o.campaign());
    }

    void touched(Observation o, Watched token, long row) {
        if (token.kind() != Watched.Kind.TICKET) {
            tokens.add(token.id());
        }
        touches.computeIfAbsent(row, r -> new SeqMap())
                .putIfAbsent(o.campaign(), Double.doubleToRawLongBits(Days.of(o.at())));
    }

    void conclusive(Observation o) {
        conclusive.add(o.contact());
    }

    Instant first() {
        return first;
    }

    int contacts() {
        return contacts.size();
    }

    int campaigns() {
        return campaigns.size();
    }

    /** Lines and addresses. */
    int tokens() {
        return tokens.size();
    }

    int conclusive() {
        return conclusive.size();
    }

    /** Campaigns that count, oldest first. */
    List<Long> following(LongPredicate counts) {
        return campaigns.stream().filter(counts).boxed().toList();
    }

    /** The first touch of each row by a campaign that counts, in order of time. */
    List<Hit> hits(LongPredicate counts) {
        List<Hit> hits = new ArrayList<>();
        touches.forEach((row, byCampaign) -> byCampaign
                .values(counts)
                .mapToDouble(Double::longBitsToDouble)
                .min()
                .ifPresent(at -> hits.add(new Hit(Watched.key(row), at))));
        hits.sort(java.util.Comparator.comparingDouble(Hit::at).thenComparing(Hit::token));
        return hits;
    }
}
