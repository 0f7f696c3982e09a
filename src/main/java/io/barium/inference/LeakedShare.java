package io.barium.inference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of each segment left. A leaked row is contacted sooner or later, at a rate that nobody tells; how fast new
 * tokens still appear, and how many did in the other segments, tells rate and share apart as far as they can be told.
 * The rate is taken to be the same over all segments, since one actor works through one list.
 *
 * <p>A share belongs to the interval if, were it the true one, neither so few nor so many contacts would be a surprise:
 * contacts are binomial given the rate, and the rate is known from all other segments and from the times. Such an
 * interval holds for each true share, none and all included, and not only on average over them. Of exactly as many
 * contacts as there are, half counts on either side (mid-p). That some contacts are background may explain them, and so
 * lower the lower end; for the upper end it is not counted on. The median is that of the posterior.
 */
public final class LeakedShare {
    private LeakedShare() {}

    /**
     * What was planted in a segment and what of it was reached.
     *
     * @param planted tokens that stood when the data was taken
     * @param after days from the leak to the first contact of each token that was reached; not more than
     *     {@code planted}, each between 0 and the days watched
     */
    public record Segment(int planted, List<Double> after) {}

    /**
     * The share of a segment's rows that left.
     *
     * @param low lower end of the interval
     * @param median the middle
     * @param high upper end of the interval
     */
    public record Share(double low, double median, double high) {}

    /**
     * Judges all segments.
     *
     * @param watched days since the leak
     * @param mass of the interval, such as .95
     * @throws IllegalArgumentException if more tokens were reached in a segment than were planted, or nothing was
     *     watched
     */
    public static Map<String, Share> of(Map<String, Segment> segments, double watched, double mass) {
        TreeMap<String, Segment> sorted = new TreeMap<>(segments);
        sorted.forEach((name, s) -> {
            if (s.after().size() > s.planted()) {
                throw new IllegalArgumentException("segment " + name + ": more reached than planted");
            }
        });
        if (!(watched > 0)) {
            throw new IllegalArgumentException("a share needs days on which contacts could come");
        }
        ShareGrid grid = new ShareGrid(List.copyOf(sorted.values()), watched);
        Map<String, Share> out = new TreeMap<>();
        int i = 0;
        for (String name : sorted.keySet()) {
            out.put(name, share(grid, i++, mass));
        }
        return out;
    }

    private static Share share(ShareGrid grid, int segment, double mass) {
        double[][] weights = grid.rates(segment);
        double median = ShareGrid.share(grid.median(segment, weights));
        double tail = (1 - mass) / 2;
        boolean none = grid.silent(segment);
        int low = 0;
        while (!none && low < ShareGrid.SHARES - 1 && grid.above(segment, low, weights, true) <= tail) {
            low++;
        }
        int high = ShareGrid.SHARES - 1;
        while (high > 0 && 1 - grid.above(segment, high, weights, false) <= tail) {
            high--;
        }
        // A step outwards, since the true share may lie between two of the grid.
        double from = ShareGrid.share(Math.max(0, Math.min(low, high) - 1));
        double until = ShareGrid.share(Math.min(ShareGrid.SHARES - 1, Math.max(low, high) + 1));
        return new Share(Math.min(from, median), median, Math.max(until, median));
    }
}
