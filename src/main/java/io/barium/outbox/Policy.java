package io.barium.outbox;

import java.time.Duration;

/**
 * How patient the outbox is.
 *
 * @param attemptLimit an attempt that has not ended by then counts as failed; shorter than {@link Outbox#LEASE}, so
 *     that nobody else begins a message that is still being sent
 * @param alarmAfter trouble that is no refusal raises the alarm when it has lasted so long
 * @param giveUpAfter a message that could not be sent for so long, from its first attempt on, becomes a dead letter
 */
public record Policy(Duration attemptLimit, Duration alarmAfter, Duration giveUpAfter) {
    /** Long enough for two routes of which each may take half a minute. */
    public static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(70);

    /** Refuses a limit that outlives the lease. */
    public Policy {
        if (attemptLimit.compareTo(Outbox.LEASE) >= 0) {
            throw new IllegalArgumentException("an attempt must end before its lease of " + Outbox.LEASE);
        }
    }
}
