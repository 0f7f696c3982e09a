package io.barium.inference;

import io.barium.inference.LeakWindow.Start;
import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Through whose access the data was taken, given that it was. Listed origins compete with one another and with unknown
 * ones, which take rows in proportion to how many agents saw them, to a power; without those an innocent is named where
 * it was somebody who is not on the list. All is summed over the days on which the leak may have been and over how much
 * of the contacts may be background, or missing from the access log. A posterior over access paths is not guilt.
 */
public final class OriginRanking {
    /** Key of what is not on the list. */
    public static final String UNKNOWN_KEY = "unknown";
    /** A person may be named from so many matched contacts on. */
    public static final int NAMEABLE_MATCHED = 4;
    /** A person may be named above this posterior. */
    public static final double NAMEABLE_POSTERIOR = .95;
    /** A person may be named from this Bayes factor on, against whatever explains it best without a person. */
    public static final double NAMEABLE_FACTOR = 20;

    /** What an interval leaves out on either side. */
    private static final double TAIL = .025;

    private OriginRanking() {}

    /**
     * A way out that is on the list.
     *
     * @param key unique among candidates, and not {@link #UNKNOWN_KEY}
     * @param kind of it
     * @param members tokens whose rows could be taken through it: from planting, or from the first access where that is
     *     known, to retirement
     */
    public record Candidate(String key, OriginKind kind, Map<String, Presence> members) {}

    /**
     * A place in the ranking.
     *
     * @param key of the origin; {@link #UNKNOWN_KEY} for all that are not listed together
     * @param kind of it
     * @param probability given a leak
     * @param low lower end of the 95 % interval of it, over the days of the leak and the share of background
     * @param high upper end of it
     * @param matched contacts that its accesses explain, on the day that suits it best
     * @param since hard bound: the day from which on it could have taken so many of the rows that were reached, as far
     *     as one day explains them; infinite where it could never have taken any, and for all that are not listed
     * @param factor Bayes factor against the best unknown or listed origin that is no person
     * @param nameable whether the rule for naming a person is met; never where it is no person
     */
    public record Place(
            String key,
            OriginKind kind,
            double probability,
            double low,
            double high,
            int matched,
            double since,
            double factor,
            boolean nameable) {}

    /**
     * Ranks, likeliest first.
     *
     * @param hits of planted tokens, in any order
     * @param starts days on which the data may have been taken, with their weights, such as {@link LeakWindow#starts};
     *     at least one
     * @param planted all planted tokens
     * @throws IllegalArgumentException if there are no starts or two candidates have the same key
     */
    public static List<Place> of(
            List<Hit> hits, List<Candidate> candidates, List<Start> starts, Map<String, Presence> planted) {
        AccessTable table = new AccessTable(hits, candidates, starts, planted);
        double[] priors = OriginPriors.of(candidates);
        int unknown = candidates.size();
        double[][] joint = new double[candidates.size() + 1][];
        for (int a = 0; a < unknown; a++) {
            joint[a] = plus(table.likelihood(a), StrictMath.log(priors[a]));
        }
        double[] unlisted = table.unknown();
        joint[unknown] = plus(unlisted, StrictMath.log(OriginPriors.UNKNOWN));
        double[] evidence = columns(joint);
        double all = LogSum.of(evidence);
        double impersonal = LogSum.of(unlisted);
        for (int a = 0; a < unknown; a++) {
            if (candidates.get(a).kind() != OriginKind.AGENT) {
                impersonal = Math.max(impersonal, LogSum.of(joint[a]) - StrictMath.log(priors[a]));
            }
        }
        List<Place> out = new ArrayList<>();
        for (int a = 0; a <= unknown; a++) {
            double log = LogSum.of(joint[a]);
            double factor =
                    StrictMath.exp(log - StrictMath.log(a < unknown ? priors[a] : OriginPriors.UNKNOWN) - impersonal);
            double[] ends = interval(joint[a], evidence, all);
            out.add(
                    a < unknown
                            ? place(candidates.get(a), StrictMath.exp(log - all), ends, table, a, factor)
                            : new Place(
                                    UNKNOWN_KEY,
                                    OriginKind.UNKNOWN,
                                    StrictMath.exp(log - all),
                                    ends[0],
                                    ends[1],
                                    table.hits(),
                                    Double.POSITIVE_INFINITY,
                                    factor,
                                    false));
        }
        out.sort(Comparator.comparingDouble(Place::probability).reversed().thenComparing(Place::key));
        return out;
    }

    private static Place place(
            Candidate c, double probability, double[] ends, AccessTable table, int index, double factor) {
        int matched = table.matched(index);
        boolean nameable = c.kind() == OriginKind.AGENT
                && matched >= NAMEABLE_MATCHED
                && probability > NAMEABLE_POSTERIOR
                && factor >= NAMEABLE_FACTOR;
        return new Place(
                c.key(), c.kind(), probability, ends[0], ends[1], matched, table.since(index), factor, nameable);
    }

    /** An origin's probability on each day and background, taken for known; what lies in the middle of those. */
    private static double[] interval(double[] logs, double[] evidence, double all) {
        double[][] at = new double[logs.length][];
        for (int i = 0; i < logs.length; i++) {
            at[i] = new double[] {
                evidence[i] == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(logs[i] - evidence[i]),
                StrictMath.exp(evidence[i] - all)
            };
        }
        Arrays.sort(at, Comparator.comparingDouble(x -> x[0]));
        double[] out = {at[0][0], at[at.length - 1][0]};
        double below = 0;
        boolean begun = false;
        for (double[] one : at) {
            below += one[1];
            if (!begun && below > TAIL) {
                out[0] = one[0];
                begun = true;
            }
            if (below >= 1 - TAIL) {
                out[1] = one[0];
                break;
            }
        }
        return out;
    }

    private static double[] columns(double[][] rows) {
        double[] out = new double[rows[0].length];
        double[] column = new double[rows.length];
        for (int i = 0; i < out.length; i++) {
            for (int a = 0; a < rows.length; a++) {
                column[a] = rows[a][i];
            }
            out[i] = LogSum.of(column);
        }
        return out;
    }

    private static double[] plus(double[] logs, double more) {
        double[] out = new double[logs.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = logs[i] + more;
        }
        return out;
    }
}
