package io.barium.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that is not due yet.
 *
 * @param from when the wait began
 * @param length how long it is
 */
record Wait(Instant from, Duration length) {
    static final Wait NONE = new Wait(Instant.EPOCH, Duration.ZERO);

    /** Whether it has ended. One that begins in the future began before the clock was set back, and has too. */
    boolean isOver(Instant now) {
        return now.isBefore(from) || !from.plus(length).isAfter(now);
    }
}
