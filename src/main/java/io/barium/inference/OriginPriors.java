package io.barium.inference;

import io.barium.inference.OriginRanking.Candidate;
import java.util.EnumMap;
import java.util.List;

/** How probable each origin is before any hit, given a leak. */
final class OriginPriors {
    /** All agents together. */
    static final double AGENTS = .4;
    /** All other listed ways out together. */
    static final double GROUPS = .2;
    /** All that is not on the list. */
    static final double UNKNOWN = .4;

    private OriginPriors() {}

    /** Agents share alike; the other kinds share alike, and so does each inside, so that many exports weigh no more. */
    static double[] of(List<Candidate> candidates) {
        EnumMap<OriginKind, Integer> alike = new EnumMap<>(OriginKind.class);
        candidates.forEach(c -> alike.merge(c.kind(), 1, Integer::sum));
        long groups =
                alike.keySet().stream().filter(kind -> kind != OriginKind.AGENT).count();
        return candidates.stream()
                .mapToDouble(c ->
                        (c.kind() == OriginKind.AGENT ? AGENTS : GROUPS / groups) / alike.getOrDefault(c.kind(), 1))
                .toArray();
    }
}
