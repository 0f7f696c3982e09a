package io.barium.inference;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Shares that may have left and rates at which leaked rows may be contacted, with what the contacts say of each.
 * Segments are either taken for themselves - nothing, all, or any part of it left - or for parts of one list that holds
 * the same part of each segment that it touches; nobody tells which.
 */
final class ShareGrid {
    static final int SHARES = 101;

    private static final int RATES = 61;
    /** From one contact a row in thirty years to three a day. */
    private static final double SLOWEST = 1e-4;

    private static final double FASTEST = 3;
    /** Share of contacts that are background after all. */
    private static final double STRAY = .05;

    /** Prior of a segment for itself: nothing left, all of it, something between. */
    private static final double NOTHING = .35;

    private static final double ALL = .35;
    /** Prior of a segment that it is on a list which holds the same part of each. */
    private static final double TOUCHED = .5;
    /** Rates that are less probable than this, against the likeliest, are left out. */
    private static final double NEGLIGIBLE = 1e-5;
    /** Stands for the logarithm of what can't be, so that it can be taken out of a sum again. */
    private static final double LEAST = -1e5;

    private final int[] planted;
    private final int[] reached;
    /** That a token is reached by background. */
    private final double stray;
    /** That a leaked row is contacted, by rate. */
    private final double[] contacted = new double[RATES];
    /** Logarithm of how well the times of all contacts go with a rate. */
    private final double[] times = new double[RATES];
    /** Logarithm of how well a segment's number of contacts goes with rate and share. */
    private final double[][][] number;
    /** The same for all of a segment's shares together, if it is for itself: {@code [segment][rate]}. */
    private final double[][] apart;
    /** The same if its share is that of the list, or nothing: {@code [segment][rate][share of the list]}. */
    private final double[][][] together;

    ShareGrid(List<LeakedShare.Segment> segments, double watched) {
        int n = segments.size();
        this.planted = segments.stream().mapToInt(LeakedShare.Segment::planted).toArray();
        this.reached = segments.stream().mapToInt(s -> s.after().size()).toArray();
        this.number = new double[n][RATES][SHARES];
        this.stray = STRAY
                * Arrays.stream(reached).sum()
                / Math.max(1, Arrays.stream(planted).sum());
        for (int r = 0; r < RATES; r++) {
            contacted[r] = -StrictMath.expm1(-rate(r) * watched);
            for (LeakedShare.Segment segment : segments) {
                for (double after : segment.after()) {
                    double density = rate(r) * StrictMath.exp(-rate(r) * after) / contacted[r];
                    times[r] += StrictMath.log((1 - STRAY) * density + STRAY / watched);
                }
            }
            for (int f = 0; f < SHARES; f++) {
                double p = reached(r, f);
                double yes = StrictMath.log(p);
                double no = StrictMath.log1p(-p);
                for (int i = 0; i < n; i++) {
                    number[i][r][f] = Math.max(LEAST, times(reached[i], yes) + times(planted[i] - reached[i], no));
                }
            }
        }
        this.apart = new double[n][RATES];
        this.together = new double[n][RATES][SHARES];
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < RATES; r++) {
                apart[i][r] = LogSum.of(alone(number[i][r]));
                for (int f = 0; f < SHARES; f++) {
                    together[i][r][f] = either(
                            StrictMath.log(1 - TOUCHED) + number[i][r][0], StrictMath.log(TOUCHED) + number[i][r][f]);
                }
            }
        }
    }

    static double share(int f) {
        return f / (SHARES - 1.0);
    }

    /** {@code [share][rate]}: probability of each rate by the times and the other segments, given a segment's share. */
    double[][] rates(int segment) {
        double[][] out = new double[SHARES][RATES];
        double[] others = new double[SHARES];
        for (int r = 0; r < RATES; r++) {
            double alone = 0;
            Arrays.fill(others, 0);
            for (int i = 0; i < planted.length; i++) {
                alone += i == segment ? 0 : apart[i][r];
                for (int f = 0; i != segment && f < SHARES; f++) {
                    others[f] += together[i][r][f];
                }
            }
            double any = LogSum.of(others) - StrictMath.log(SHARES);
            for (int f = 0; f < SHARES; f++) {
                out[f][r] = times[r] + either(alone, f == 0 ? any : others[f]);
            }
        }
        return out;
    }

    /** Where half of the posterior of a segment's share is reached. */
    int median(int segment, double[][] rates) {
        double[] logs = new double[SHARES];
        double[] terms = new double[RATES];
        for (int f = 0; f < SHARES; f++) {
            for (int r = 0; r < RATES; r++) {
                terms[r] = rates[f][r] + number[segment][r][f];
            }
            logs[f] = LogSum.of(terms);
        }
        double[] posterior = alone(logs);
        double all = LogSum.of(posterior);
        double sum = 0;
        int f = 0;
        for (; f < SHARES - 1; f++) {
            sum += StrictMath.exp(posterior[f] - all);
            if (sum >= .5) {
                break;
            }
        }
        return f;
    }

    /** Whether nothing of a segment was reached. */
    boolean silent(int segment) {
        return reached[segment] == 0;
    }

    /**
     * The probability of more contacts than there are, and half of that of as many, if that share left.
     *
     * @param background whether background reaches tokens as well, or nothing but the leak does
     */
    double above(int segment, int share, double[][] rates, boolean background) {
        double most = Arrays.stream(rates[share]).max().orElseThrow();
        double sum = 0;
        double out = 0;
        for (int r = 0; r < RATES; r++) {
            double weight = StrictMath.exp(rates[share][r] - most);
            if (weight > NEGLIGIBLE) {
                double p = background ? reached(r, share) : share(share) * contacted[r];
                BinomialDistribution contacts = BinomialDistribution.of(planted[segment], p);
                double as = contacts.probability(reached[segment]);
                out += weight * (contacts.survivalProbability(reached[segment]) + as / 2);
                sum += weight;
            }
        }
        return out / sum;
    }

    /** Logarithm of the prior of each share of a segment for itself, added. */
    private static double[] alone(double[] logs) {
        double[] out = new double[SHARES];
        double between = StrictMath.log((1 - NOTHING - ALL) / (SHARES - 2));
        for (int f = 0; f < SHARES; f++) {
            double prior = f == 0 ? StrictMath.log(NOTHING) : f == SHARES - 1 ? StrictMath.log(ALL) : between;
            out[f] = logs[f] + prior;
        }
        return out;
    }

    /** That a planted token is reached, by background or by a leak of that share. */
    private double reached(int rate, int share) {
        return 1 - (1 - share(share) * contacted[rate]) * (1 - stray);
    }

    private static double either(double a, double b) {
        double most = Math.max(a, b);
        return most + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - most));
    }

    /** Nothing happening as often as not at all has no logarithm, but is certain. */
    private static double times(int n, double log) {
        return n == 0 ? 0 : n * log;
    }

    private static double rate(int r) {
        return SLOWEST * StrictMath.pow(FASTEST / SLOWEST, r / (RATES - 1.0));
    }
}
