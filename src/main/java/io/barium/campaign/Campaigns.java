package io.barium.campaign;

import io.barium.campaign.FeatureIndex.Sighting;
import io.barium.campaign.Kind.Family;
import io.barium.campaign.WordingIndex.Similar;
import io.barium.model.Contact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sorts contacts into campaigns, one at a time and for good: a contact joins the campaigns with which it has one strong
 * feature or two weak ones in common, and makes one of them if they are several. What it needs to know is bounded, and
 * the same contacts in the same order give the same campaigns. Not for use by several threads.
 */
public final class Campaigns {
    private static final double ENOUGH = .999;
    private static final int MOST_REASONS = 5;
    private static final int FEW_WORDINGS = 3;

    private final Tuning tuning;
    private final FeatureIndex lasting;
    private final FeatureIndex bursts;
    private final WordingIndex wordings;
    private final Unions unions = new Unions();
    private long lastSeq = Long.MIN_VALUE;
    private long now = Long.MIN_VALUE;

    /** No campaigns yet. */
    public Campaigns(Tuning tuning) {
        this.tuning = tuning;
        lasting = new FeatureIndex(tuning.memory().toMillis(), tuning.features());
        bursts = new FeatureIndex(tuning.burst().toMillis(), tuning.features());
        wordings = new WordingIndex(tuning.texts());
    }

    /**
     * Where a contact belongs.
     *
     * @param campaign the {@code seq} of its first contact
     * @param because strongest first, at most five; empty for a new campaign
     * @param absorbed campaigns that turned out to be this one, oldest first; what was said of them stays true
     */
    public record Joined(long campaign, List<Reason> because, List<Long> absorbed) {}

    /**
     * What a contact has in common with its campaign.
     *
     * @param kind a stable name such as {@code call-back-number}
     * @param text such as "same call-back number +1 202 555 0143"; quotes the sender: bounded, without control
     *     characters, to be escaped and to be redacted like any text of his
     */
    public record Reason(String kind, String text) {}

    private record Evidence(Family family, double weight, Reason reason) {}

    /**
     * Takes the next contact.
     *
     * @param seq its number in the journal, greater than all before
     * @param receivedAt when it came in; a clock that went back counts as standing still
     * @throws IllegalArgumentException when contacts come out of order; nothing has changed then
     */
    public Joined take(long seq, Instant receivedAt, Contact contact) {
        if (seq <= lastSeq) {
            throw new IllegalArgumentException(
                    "contact " + seq + " came after " + lastSeq + "; take them in journal order");
        }
        Features features = Features.of(contact, tuning.shared());
        lastSeq = seq;
        now = Math.max(now, receivedAt.toEpochMilli());
        lasting.expire(now);
        bursts.expire(now);
        List<Similar> similar = features.wording().letters() < Wording.FEWEST
                ? List.of()
                : wordings.similar(features.wording(), now - tuning.memory().toMillis(), unions::root);
        Map<Long, Candidate> candidates = new TreeMap<>();
        features.found().forEach(f -> compare(f, candidates));
        compare(similar, candidates);

        List<Long> joined = chosen(candidates);
        long campaign = joined.isEmpty() ? seq : joined.get(0);
        List<Evidence> evidence = joined.stream()
                .flatMap(c -> Objects.requireNonNull(candidates.get(c)).best())
                .toList();
        List<Long> absorbed = joined.isEmpty() ? List.of() : List.copyOf(joined.subList(1, joined.size()));
        absorbed.forEach(younger -> unions.absorb(campaign, younger));
        remember(features, similar, campaign, evidence);
        return new Joined(campaign, reasons(evidence), absorbed);
    }

    /** The campaign that each absorbed one is part of by now. */
    public Map<Long, Long> merged() {
        return unions.all();
    }

    private FeatureIndex index(Feature feature) {
        return feature.kind().isBurst() ? bursts : lasting;
    }

    private void compare(Feature feature, Map<Long, Candidate> candidates) {
        Sighting sighting = index(feature).find(feature);
        if (sighting == null) {
            return;
        }
        long[] campaigns = sighting.campaigns(unions::root);
        double weight = feature.weight() * sighting.rarity();
        for (long campaign : campaigns) {
            candidates
                    .computeIfAbsent(campaign, c -> new Candidate())
                    .add(new Evidence(feature.kind().family, weight, reason(feature, sighting.first())));
        }
    }

    private static void compare(List<Similar> similar, Map<Long, Candidate> candidates) {
        long campaigns =
                similar.stream().mapToLong(Similar::campaign).distinct().count();
        double rarity = campaigns <= FEW_WORDINGS ? 1 : (double) FEW_WORDINGS / campaigns;
        for (Similar s : similar) {
            Reason reason = new Reason("wording", "similar wording (" + Math.round(100 * s.likeness()) + " %)");
            candidates
                    .computeIfAbsent(s.campaign(), c -> new Candidate())
                    .add(new Evidence(Family.WORDING, s.weight() * rarity, reason));
        }
    }

    private static Reason reason(Feature feature, Kind first) {
        Kind kind = feature.kind();
        String shown = feature.shown().isEmpty() ? "" : " " + feature.shown();
        if (kind.isBurst()) {
            return new Reason(kind.id, "within minutes of others" + shown);
        }
        boolean same = first.words.equals(kind.words);
        return new Reason(
                kind.id, same ? "same " + kind.words + shown : kind.words + shown + ", before as " + first.words);
    }

    /**
     * Those with something strong in common, oldest first. Two weak things put a contact somewhere, but make no two
     * campaigns one: where there are only such, the best one, of equal ones the oldest.
     */
    private static List<Long> chosen(Map<Long, Candidate> candidates) {
        List<Long> strong = new ArrayList<>();
        Long best = null;
        double most = ENOUGH;
        for (Map.Entry<Long, Candidate> c : candidates.entrySet()) {
            if (c.getValue().strongest() >= ENOUGH) {
                strong.add(c.getKey());
            }
            double score = c.getValue().score();
            if (score >= most) {
                best = c.getKey();
                most = Math.nextUp(score);
            }
        }
        return strong.isEmpty() && best != null ? List.of(best) : strong;
    }

    private void remember(Features features, List<Similar> similar, long campaign, List<Evidence> evidence) {
        Map<Family, Double> found = new EnumMap<>(Family.class);
        evidence.forEach(e -> found.merge(e.family(), e.weight(), Math::max));
        double all = found.values().stream().mapToDouble(w -> w).sum();
        boolean another =
                !found.containsKey(Family.WORDING) && features.wording().letters() >= Wording.TELLING;
        for (Feature f : features.found()) {
            Double weight = found.get(f.kind().family);
            boolean byItself = another && weight != null && all - weight < ENOUGH;
            index(f).add(f, campaign, byItself, now);
        }
        if (features.wording().letters() >= Wording.FEWEST) {
            wordings.add(features.wording(), campaign, now, similar);
        }
    }

    private static List<Reason> reasons(List<Evidence> evidence) {
        return evidence.stream()
                .sorted(Comparator.comparingDouble(Evidence::weight).reversed())
                .map(Evidence::reason)
                .distinct()
                .limit(MOST_REASONS)
                .toList();
    }

    /** What speaks for one campaign: the best of each family. */
    private static final class Candidate {
        private final Map<Family, Evidence> best = new EnumMap<>(Family.class);

        void add(Evidence evidence) {
            best.merge(evidence.family(), evidence, (a, b) -> b.weight() > a.weight() ? b : a);
        }

        double score() {
            return best.values().stream().mapToDouble(Evidence::weight).sum();
        }

        double strongest() {
            return best.values().stream().mapToDouble(Evidence::weight).max().orElse(0);
        }

        Stream<Evidence> best() {
            return best.values().stream();
        }
    }
}
