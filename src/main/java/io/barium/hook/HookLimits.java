package io.barium.hook;

import io.barium.intake.InFlight;
import java.time.Duration;

/**
 * What a sender may take of this process.
 *
 * @param maxBodyBytes of one request; more is answered 413
 * @param bodyTime in which a body has to be here once its first byte is, and one second more for each 256 KiB that have
 *     come; who takes longer is told to come again
 * @param inFlight bytes of all ways in; past it the answer is 503
 */
public record HookLimits(int maxBodyBytes, Duration bodyTime, InFlight inFlight) {
    /** Long enough for a slow line, short enough for one who means to hold memory. */
    public static final Duration BODY_TIME = Duration.ofSeconds(10);

    /** As above, with {@link #BODY_TIME}. */
    public HookLimits(int maxBodyBytes, InFlight inFlight) {
        this(maxBodyBytes, BODY_TIME, inFlight);
    }
}
