package io.barium.provider.kit;

import java.time.Duration;
import java.time.Instant;

/** Whether a signed time is near enough to now. */
public final class Freshness {
    private static final int MAX_DIGITS = 11;

    private Freshness() {}

    /**
     * Judges a signed timestamp; exactly the window away is still fresh.
     *
     * @param timestamp seconds since 1970 in decimal digits
     * @param field where it stands, for the reason
     */
    public static Authenticity ofEpochSeconds(String timestamp, Duration window, Instant now, String field) {
        boolean digits = !timestamp.isEmpty()
                && timestamp.length() <= MAX_DIGITS
                && timestamp.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return Authenticity.forged(field + " is no number of seconds");
        }
        long age = now.getEpochSecond() - Long.parseLong(timestamp);
        return Math.abs(age) <= window.toSeconds()
                ? Authenticity.GENUINE
                : Authenticity.stale(field + " is " + age + " s old, the window is " + window.toSeconds() + " s");
    }
}
