package io.barium.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * How many canaries a segment needs. Rows are taken without regard to which are canaries, so the number of canaries
 * among them is hypergeometric; each of those is contacted within the horizon with the same probability.
 */
public final class Planner {
    /** With this probability a plan has to work. */
    public static final double SURE = .95;
    /** Mean hits below which three hits are not that sure, however the canaries fall. */
    public static final double MEAN = 6.3;
    /** Canaries below which an agent's leak is hardly told from another's. */
    public static final int SEEN = 50;

    private static final double MONTH = 30;
    /** Less probable numbers of canaries in the leak are left out. */
    private static final double NEGLIGIBLE = 1e-12;

    private Planner() {}

    /**
     * What is asked.
     *
     * @param customers real rows in the segment
     * @param leaked rows that are taken, canaries among them
     * @param q30 probability that a taken row is contacted within 30 days
     * @param days horizon
     * @param canaries that are planted; 0 to have them proposed
     * @param agentRows real rows that the agent sees who sees fewest; 0 where that is not asked
     */
    public record Question(int customers, int leaked, double q30, double days, int canaries, int agentRows) {
        /** Checks the ranges; the message names what is wrong. */
        public Question {
            require(customers >= 1, "customers: expected 1 or more");
            require(leaked >= 1 && leaked <= customers, "leak: expected between 1 row and all customers");
            require(q30 > 0 && q30 < 1, "q30: expected more than 0 and less than 1");
            require(days > 0 && days < 1e5, "days: expected more than 0 and less than 100,000");
            require(
                    canaries >= 0 && canaries <= customers,
                    "canaries: expected not to be negative and not more than customers");
            require(
                    agentRows >= 0 && agentRows <= customers,
                    "agent rows: expected not to be negative and not more than customers");
        }

        private static void require(boolean so, String otherwise) {
            if (!so) {
                throw new IllegalArgumentException(otherwise);
            }
        }
    }

    /**
     * The answer.
     *
     * @param canaries that the rest of it is for
     * @param contacted probability that a taken row is contacted within the horizon
     * @param mean hits to expect
     * @param inside probability that at least one canary is among the taken rows
     * @param atLeast probabilities of at least one, two and three hits
     * @param needed canaries for one, two and three hits with {@link #SURE}; -1 where as many as customers are not
     *     enough
     * @param warnings in plain words
     */
    public record Plan(
            int canaries,
            double contacted,
            double mean,
            double inside,
            List<Double> atLeast,
            List<Integer> needed,
            List<String> warnings) {}

    /** Plans: for the canaries asked for, or else for as many as three hits need, or for one each customer. */
    public static Plan plan(Question q) {
        double contacted = contacted(q.q30(), q.days());
        List<Integer> needed = new ArrayList<>();
        for (int hits = 1; hits <= 3; hits++) {
            needed.add(needed(hits, q.customers(), q.leaked(), contacted));
        }
        int proposed = needed.get(2) < 0 ? q.customers() : needed.get(2);
        int canaries = q.canaries() > 0 ? q.canaries() : proposed;
        List<Double> atLeast = new ArrayList<>();
        for (int hits = 1; hits <= 3; hits++) {
            atLeast.add(atLeast(hits, q.customers(), canaries, q.leaked(), contacted));
        }
        double mean = canaries * (q.leaked() / (q.customers() + (double) canaries)) * contacted;
        double inside = atLeast(1, q.customers(), canaries, q.leaked(), 1);
        return new Plan(canaries, contacted, mean, inside, atLeast, needed, warnings(q, canaries, mean));
    }

    /** The probability that a row which is contacted within 30 days with {@code q30} is within so many days. */
    public static double contacted(double q30, double days) {
        return -StrictMath.expm1(days / MONTH * StrictMath.log1p(-q30));
    }

    /** The probability that a row is contacted within 30 days, if so many are dialled a day out of so many. */
    public static double q30(double dialsPerDay, double rows) {
        return -StrictMath.expm1(-MONTH * dialsPerDay / rows);
    }

    /**
     * The probability of so many hits or more.
     *
     * @param contacted probability that a taken row is contacted
     */
    public static double atLeast(int hits, int customers, int canaries, int leaked, double contacted) {
        if (canaries == 0) {
            return hits <= 0 ? 1 : 0;
        }
        HypergeometricDistribution members =
                HypergeometricDistribution.of(Math.addExact(customers, canaries), canaries, leaked);
        int from = Math.max(hits, members.inverseCumulativeProbability(NEGLIGIBLE));
        int until = members.inverseSurvivalProbability(NEGLIGIBLE);
        double sum = 0;
        for (int j = from; j <= until; j++) {
            sum += members.probability(j)
                    * BinomialDistribution.of(j, contacted).survivalProbability(hits - 1);
        }
        return Math.min(1, sum);
    }

    /** The fewest canaries that give so many hits with {@link #SURE}; -1 where as many as customers are not enough. */
    public static int needed(int hits, int customers, int leaked, double contacted) {
        int low = 0;
        int high = 1;
        while (atLeast(hits, customers, high, leaked, contacted) < SURE) {
            if (high >= customers) {
                return -1;
            }
            low = high;
            high = Math.min(customers, 2 * high);
        }
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (atLeast(hits, customers, middle, leaked, contacted) < SURE) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static List<String> warnings(Question q, int canaries, double mean) {
        List<String> out = new ArrayList<>();
        if (mean < MEAN) {
            out.add(String.format(
                    Locale.ROOT,
                    "%.2f hits are expected, fewer than %.1f: three hits are less than %.0f %% sure",
                    mean,
                    MEAN,
                    100 * SURE));
        }
        double seen = canaries * (double) q.agentRows() / q.customers();
        if (q.agentRows() > 0 && seen < SEEN) {
            out.add(String.format(
                    Locale.ROOT,
                    "an agent who sees %,d rows sees about %.0f canaries, fewer than %d: a leak through him is hardly told"
                            + " from one through others",
                    q.agentRows(),
                    seen,
                    SEEN));
        }
        return out;
    }
}
