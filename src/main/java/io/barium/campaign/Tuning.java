package io.barium.campaign;

import java.time.Duration;
import java.util.Set;

/**
 * Windows, limits and what joins nothing.
 *
 * @param memory how long a feature counts after it was last seen
 * @param burst how far apart two contacts of one burst may be
 * @param features most features kept; those not seen for longest go first
 * @param texts most wordings kept
 * @param shared registrable domains, lower-case, that many use, beside the well-known ones: the company's own above all
 */
public record Tuning(Duration memory, Duration burst, int features, int texts, Set<String> shared) {

    /** What suits a support desk: 90 days, half an hour; some 60 MB when all places are taken. */
    public static final Tuning USUAL =
            new Tuning(Duration.ofDays(90), Duration.ofMinutes(30), 250_000, 16_384, Set.of());

    /** Keeps its own copy; refuses what makes no sense, by name. */
    public Tuning {
        if (memory.isNegative() || memory.isZero() || burst.isNegative() || burst.isZero()) {
            throw new IllegalArgumentException("memory and burst must be longer than nothing");
        }
        if (features < 1 || texts < 1) {
            throw new IllegalArgumentException("features and texts must be at least 1");
        }
        shared = Set.copyOf(shared);
    }

    /**
     * The same, and these domains join nothing.
     *
     * @param domains registrable, lower-case
     */
    public Tuning withShared(Set<String> domains) {
        return new Tuning(memory, burst, features, texts, domains);
    }
}
