package io.barium.replay.live;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that its driver sets and that never goes back; set free, it goes on at the speed of real time. */
public final class SimulatedClock extends Clock {
    private volatile Reading reading;

    /**
     * What it showed when it was last touched.
     *
     * @param nanos of the machine's monotonic time then
     */
    private record Reading(Instant at, long nanos, boolean free) {}

    /** A clock that stands still at a time. */
    public SimulatedClock(Instant start) {
        this.reading = new Reading(start, System.nanoTime(), false);
    }

    /** Stands still at a time, or where it is when that is later. */
    public synchronized void advance(Instant to) {
        Instant now = instant();
        reading = new Reading(to.isAfter(now) ? to : now, System.nanoTime(), false);
    }

    /** From now on it goes by itself. */
    public synchronized void run() {
        reading = new Reading(instant(), System.nanoTime(), true);
    }

    @Override
    public Instant instant() {
        Reading r = reading;
        return r.free() ? r.at().plusNanos(System.nanoTime() - r.nanos()) : r.at();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Simulated time is UTC everywhere. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
