package io.barium.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's time, as a machine sees it whose clock somebody sets. */
final class JumpingClock extends Clock {
    private volatile Duration off = Duration.ZERO;

    /** From now on the clock is off by so much; negative: it is slow. */
    void set(Duration by) {
        off = by;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(off);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
