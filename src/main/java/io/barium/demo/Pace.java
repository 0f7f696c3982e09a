package io.barium.demo;

import java.util.concurrent.TimeUnit;

/** How fast the story goes: quiet days pass quickly, so that there is time for the others. */
final class Pace {
    private static final int SLOWER = 3;

    private final double nanosAQuietDay;
    private final int slowFrom;
    private long due;

    /**
     * A pace.
     *
     * @param seconds for all of it; 0 for as fast as it can
     * @param slowFrom the day from which on it goes slower
     * @param days in all
     */
    Pace(int seconds, int slowFrom, int days) {
        this.slowFrom = slowFrom;
        this.nanosAQuietDay =
                (double) TimeUnit.SECONDS.toNanos(seconds) / (slowFrom + SLOWER * (double) (days - slowFrom));
    }

    /** Waits until a day has had its time. */
    void rest(int day) throws InterruptedException {
        long now = System.nanoTime();
        long lasts = (long) (nanosAQuietDay * (day < slowFrom ? 1 : SLOWER));
        due = Math.max(due == 0 ? now : due, now - lasts) + lasts;
        if (due > now) {
            TimeUnit.NANOSECONDS.sleep(due - now);
        }
    }
}
