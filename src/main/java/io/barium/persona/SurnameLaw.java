package io.barium.persona;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How frequent the American surname of a rank is. The ranks come without counts, so the share is read off a curve:
 * straight lines on logarithmic scales between a few points, of which the first are the census's of 1990 and the later
 * ones are rounded.
 */
final class SurnameLaw {
    private static final double[] RANK = {1, 2, 3, 5, 10, 20, 50, 100, 300, 1_000, 3_000, 10_000, 20_000};
    private static final double[] PERCENT = {
        1.006, .810, .699, .621, .311, .230, .155, .106, .045, .0142, .0047, .0011, .0005
    };

    /** What the 10,000 most frequent surnames cover on this curve, in percent. */
    static final double MASS =
            IntStream.rangeClosed(1, 10_000).mapToDouble(SurnameLaw::share).sum();

    private SurnameLaw() {}

    /** Percent of the population that bears the surname of this rank, counted from 1. */
    static double share(int rank) {
        int i = 1;
        while (i < RANK.length - 1 && RANK[i] < rank) {
            i++;
        }
        double slope = StrictMath.log(PERCENT[i] / PERCENT[i - 1]) / StrictMath.log(RANK[i] / RANK[i - 1]);
        return PERCENT[i - 1] * StrictMath.pow(rank / RANK[i - 1], slope);
    }

    /** The lists are in lower case; Scottish and Irish names have a second capital. */
    static String spelling(String name) {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (name.length() > 4 && name.startsWith("mc")) {
            return "Mc" + name.substring(2, 3).toUpperCase(Locale.ROOT) + name.substring(3);
        }
        return capital;
    }
}
