package io.barium.replay.live;

import io.barium.replay.WorldSettings;
import java.time.Instant;

/**
 * What is played.
 *
 * @param seed of everything that is drawn
 * @param canaries personas that stand in the end; there are as many control lines and addresses
 * @param start when day 0 begins; half of the personas are planted in the four weeks before
 * @param days how long it lasts
 * @param through how the data gets out
 * @param leakDay on which day
 * @param silence days between the leak and the first contacts that follow from it
 * @param q share of the leaked rows that are contacted within 30 days
 * @param quoted share of the leak's contacts that quote a ticket number
 * @param background how dense the background is, 1 for the usual
 */
public record LiveSettings(
        long seed,
        int canaries,
        Instant start,
        int days,
        Through through,
        int leakDay,
        int silence,
        double q,
        double quoted,
        double background) {
    /** When day 0 is, if nobody says so: the sample's history ends before it. */
    public static final Instant START = Instant.parse("2019-01-01T00:00:00Z");
    /** For so many days before the leak nothing more is planted and an insider works. */
    static final int WORKING = 30;

    private static final int WEEK = 7;
    private static final int BEFORE = 4 * WEEK;

    /** How data gets out. */
    public enum Through {
        /** Not at all. */
        NOTHING,
        /** All rows. */
        EVERYTHING,
        /** Rows that an agent looked at in the month before. */
        AGENT,
        /** Rows of the last export. */
        EXPORT
    }

    /** Refuses what makes no world. */
    public LiveSettings {
        require(canaries >= 2, "canaries: expected 2 or more, found " + canaries);
        require(days >= 1, "days: expected 1 or more, found " + days);
        require(leakDay >= 0 && silence >= 0, "leakDay, silence: expected 0 or more");
        require(
                through != Through.EXPORT || leakDay > Office.EXPORT_FIRST,
                "leakDay: expected more than " + Office.EXPORT_FIRST + ", the day of the first export");
        require(q >= 0 && q < 1, "q: expected a share from 0 to below 1, found " + q);
        require(quoted >= 0 && quoted <= 1, "quoted: expected a share from 0 to 1, found " + quoted);
        require(background >= 0, "background: expected 0 or more, found " + background);
    }

    /** Whether anything gets out. */
    public boolean leaks() {
        return through != Through.NOTHING && leakDay + silence < days;
    }

    /** The moment at which the data is taken. */
    public Instant leakAt() {
        return at(leakDay);
    }

    /** When the first cohort is planted. */
    public Instant begin() {
        return at(firstDay());
    }

    /** When a day begins; before day 0, negative. */
    public Instant at(double day) {
        return start.plusSeconds(Math.round(day * 86_400));
    }

    /** The world of background and contacts; which rows the leak takes is decided when it happens. */
    WorldSettings world() {
        WorldSettings.Leak leak =
                leaks() ? WorldSettings.Leak.all(q).onDay(leakDay + silence).quoting(quoted) : WorldSettings.Leak.NONE;
        return new WorldSettings(canaries, days, leak, WorldSettings.Noise.USUAL.times(background));
    }

    /** The first day on which anything is planted. */
    int firstDay() {
        return -BEFORE;
    }

    /** Whether a cohort is planted on a day. */
    boolean plants(int day) {
        return Math.floorMod(day, WEEK) == 0 && day <= plantingEnds();
    }

    /** How many personas stand after a day's cohort. */
    int standing(int day) {
        if (day < 0) {
            return (int) Math.ceil(canaries / 2.0 * (day + BEFORE + WEEK) / BEFORE);
        }
        double later = plantingEnds() < WEEK ? 1 : (double) (day / WEEK + 1) / (plantingEnds() / WEEK + 1);
        return (int) Math.ceil(canaries / 2.0 * (1 + Math.min(1, later)));
    }

    private int plantingEnds() {
        return leaks() ? Math.max(0, leakDay - WORKING) : Math.min(days, 56);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
