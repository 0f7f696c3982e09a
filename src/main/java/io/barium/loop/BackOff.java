package io.barium.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling, of which a random half is dropped so that what failed together
 * does not come back together.
 */
public final class BackOff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration FIRST_AFTER_REFUSAL = Duration.ofMinutes(1);
    private static final Duration MOST_AFTER_REFUSAL = Duration.ofMinutes(15);

    private final RandomGenerator random;

    /** A back-off that takes its jitter from the given source. */
    public BackOff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The wait after trouble on the way: from a second to five minutes.
     *
     * @param attempts made so far, at least 1
     */
    public Duration after(int attempts) {
        return wait(attempts, FIRST, MOST);
    }

    /** The wait after a refusal, which people have to mend: from a minute to a quarter of an hour. */
    public Duration afterRefusal(int attempts) {
        return wait(attempts, FIRST_AFTER_REFUSAL, MOST_AFTER_REFUSAL);
    }

    private Duration wait(int attempts, Duration first, Duration most) {
        int doublings = Math.min(Math.max(attempts, 1) - 1, 20);
        long full = Math.min(first.toMillis() << doublings, most.toMillis());
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
