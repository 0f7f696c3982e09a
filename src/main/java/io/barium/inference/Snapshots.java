package io.barium.inference;

import io.barium.inference.Origin.Presence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The days on which the data may have been taken, and how well each explains each hit. */
final class Snapshots {
    /** How long before the first contact a leak may lie, in days. */
    private static final int LONGEST = 365;
    /** By how much fresh data is rather used than old, an exponent; 0 would favour no order of magnitude. */
    private static final double HASTE = .15;

    final double earliest;
    final double latest;
    final double[] edges;
    final double[] prior;
    /** {@code [hit][cell]}: how likely the next contact is to reach that token. */
    final double[][] chance;
    /** The part of it that is background, which is the same on all days. */
    final double[] stray;

    private final Map<String, Presence> presence;
    private final Map<String, Double> accessed;

    /**
     * Cuts time into cells.
     *
     * @param hits first hits in order of time, at least one
     * @param step longest cell, in days
     */
    Snapshots(List<Hit> hits, Map<String, Presence> presence, Map<String, Double> accessed, double step) {
        this.presence = presence;
        this.accessed = accessed;
        double first = hits.get(0).at();
        double from = Double.NEGATIVE_INFINITY;
        double until = first;
        TreeSet<Double> cuts = new TreeSet<>();
        for (Hit hit : hits) {
            cuts.add(hit.at());
            Presence p = presence.get(hit.token());
            if (p != null) {
                from = Math.max(from, from(hit.token(), p));
                until = Math.min(until, p.until());
                cuts.add(from(hit.token(), p));
                cuts.add(p.until());
            }
        }
        this.earliest = from;
        this.latest = until;
        double last = hits.get(hits.size() - 1).at();
        for (double back = LONGEST; first - back < last; back -= step) {
            cuts.add(first - back);
        }
        this.edges = cuts.subSet(first - LONGEST, true, last, true).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        this.prior = prior(hits);
        this.stray = stray(hits);
        this.chance = chances(hits);
    }

    /** Logarithm of the prior and of how well each cell explains all hits. */
    double[] posterior() {
        double[] logs = new double[prior.length];
        for (int s = 0; s < logs.length; s++) {
            logs[s] = StrictMath.log(prior[s]);
            for (double[] ofHit : chance) {
                logs[s] += StrictMath.log(ofHit[s]);
            }
        }
        return logs;
    }

    double middle(int cell) {
        return (edges[cell] + edges[cell + 1]) / 2;
    }

    private double from(String token, Presence p) {
        return Math.max(p.from(), accessed.getOrDefault(token, Double.NEGATIVE_INFINITY));
    }

    /**
     * The rate of contacts is unknown, so each order of magnitude of the time from the leak to its first contact counts
     * nearly the same, but for what is below a day. Where the leak is later than some hit, that hit is background, and
     * the time runs to the next.
     */
    private double[] prior(List<Hit> hits) {
        double[] out = new double[edges.length - 1];
        double sum = 0;
        for (int s = 0; s < out.length; s++) {
            double begin = edges[s];
            double next = hits.stream()
                    .mapToDouble(Hit::at)
                    .filter(at -> at > begin)
                    .findFirst()
                    .orElseThrow();
            out[s] = later(next - edges[s + 1]) - later(next - edges[s]);
            sum += out[s];
        }
        for (int s = 0; s < out.length; s++) {
            out[s] /= sum;
        }
        return out;
    }

    /** How probable it is, up to a factor, that the first contact comes so many days after the leak, or later. */
    private static double later(double days) {
        return StrictMath.pow(1 + days, -HASTE);
    }

    /** Background reaches all that was ever planted alike. */
    private double[] stray(List<Hit> hits) {
        double[] planted =
                presence.values().stream().mapToDouble(Presence::from).sorted().toArray();
        double[] out = new double[hits.size()];
        int i = 0;
        for (int j = 0; j < out.length; j++) {
            while (i < planted.length && planted[i] <= hits.get(j).at()) {
                i++;
            }
            out[j] = LeakWindow.STRAY / Math.max(1, i);
        }
        return out;
    }

    private double[][] chances(List<Hit> hits) {
        int[] left = members();
        double[][] out = new double[hits.size()][left.length];
        for (int j = 0; j < out.length; j++) {
            Hit hit = hits.get(j);
            Presence p = presence.get(hit.token());
            Arrays.fill(out[j], stray[j]);
            for (int s = 0; p != null && s < left.length && edges[s + 1] <= hit.at(); s++) {
                if (from(hit.token(), p) <= edges[s] && edges[s] < p.until()) {
                    out[j][s] += (1 - LeakWindow.STRAY) / left[s];
                    left[s]--;
                }
            }
        }
        return out;
    }

    /** How many tokens stand in the middle of each cell, and at least those that the hits say do. */
    private int[] members() {
        double[] middles = new double[edges.length - 1];
        for (int s = 0; s < middles.length; s++) {
            middles[s] = middle(s);
        }
        int[] change = new int[middles.length + 1];
        presence.forEach((token, p) -> {
            int from = at(middles, from(token, p));
            int until = at(middles, p.until());
            if (from < until) {
                change[from]++;
                change[until]--;
            }
        });
        int[] out = new int[middles.length];
        int standing = 0;
        for (int s = 0; s < out.length; s++) {
            standing += change[s];
            out[s] = standing;
        }
        return out;
    }

    /** The first cell whose middle is not before a day. */
    private static int at(double[] middles, double day) {
        int found = Arrays.binarySearch(middles, day);
        return found < 0 ? -found - 1 : found;
    }
}
