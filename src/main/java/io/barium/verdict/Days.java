package io.barium.verdict;

import java.time.Instant;

/** Times as the mathematics takes them: days since 1970-01-01T00:00Z. */
final class Days {
    private static final double SECONDS = 86_400;
    private static final double NANOS = 1e9;

    private Days() {}

    static double of(Instant t) {
        return (t.getEpochSecond() + t.getNano() / NANOS) / SECONDS;
    }

    /** To the second. */
    static Instant instant(double days) {
        return Instant.ofEpochSecond(Math.round(days * SECONDS));
    }
}
