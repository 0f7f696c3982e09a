package io.barium.casework;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic has been told.
 *
 * @param toldSeq journal row up to which
 * @param dueAt when the next follow-up is due; {@code null} where nothing waits
 * @param contacts on the case at that time
 * @param sightings on the case at that time
 */
record Digest(
        String topic,
        Instant toldAt,
        long toldSeq,
        @Nullable Instant dueAt,
        long contacts,
        long sightings) {

    /** A topic of which nothing has been told. */
    static Digest untold(String topic) {
        return new Digest(topic, Instant.EPOCH, 0, null, 0, 0);
    }

    /** The same with another follow-up, or none. */
    Digest due(@Nullable Instant at) {
        return new Digest(topic, toldAt, toldSeq, at, contacts, sightings);
    }

    /**
     * Whether a window's end is still to come. One that is further away than the window is long was set before the
     * clock was set back.
     */
    static boolean within(Instant end, Instant now, Duration window) {
        return end.isAfter(now) && !end.isAfter(now.plus(window));
    }
}
