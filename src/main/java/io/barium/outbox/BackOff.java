package io.barium.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from a second to five minutes, of which a random half is dropped
 * so that what failed together does not come back together.
 */
public final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);

    private final RandomGenerator random;

    /** A back-off that takes its jitter from the given source. */
    public BackOff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait after a failed attempt.
     *
     * @param attempts made so far, at least 1
     */
    public Duration after(int attempts) {
        int doublings = Math.min(Math.max(attempts, 1) - 1, 20);
        long full = Math.min(FIRST.toMillis() << doublings, MOST.toMillis());
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
