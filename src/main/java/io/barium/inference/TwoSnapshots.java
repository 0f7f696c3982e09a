package io.barium.inference;

/**
 * The thought that data was taken twice and each contact comes from either snapshot, against the thought that it was
 * taken once.
 *
 * @param factor Bayes factor of two against one
 * @param days the two likeliest, ascending
 */
record TwoSnapshots(double factor, double[] days) {
    /** It is a sum over pairs of days, so cells are a week long, cut where something changes for a hit. */
    static final double STEP = 7;

    /** Share of contacts from the later snapshot. */
    private static final double[] SHARES = {.1, .3, .5, .7, .9};

    private static final double SMALL = 1e-250;

    static TwoSnapshots of(Snapshots days) {
        int cells = days.prior.length;
        double[] best = {days.middle(0), days.middle(0)};
        double highest = Double.NEGATIVE_INFINITY;
        double pairs = 0;
        double[] terms = new double[cells * (cells - 1) / 2];
        double[] byShare = new double[SHARES.length];
        int i = 0;
        for (int a = 0; a < cells; a++) {
            for (int b = a + 1; b < cells; b++) {
                double prior = days.prior[a] * days.prior[b];
                pairs += prior;
                for (int w = 0; w < SHARES.length; w++) {
                    byShare[w] = log(days.chance, a, b, SHARES[w]);
                }
                double log = LogSum.of(byShare);
                terms[i] = StrictMath.log(prior) + log;
                if (terms[i] > highest) {
                    highest = terms[i];
                    best = new double[] {days.middle(a), days.middle(b)};
                }
                i++;
            }
        }
        if (pairs == 0) {
            return new TwoSnapshots(0, best);
        }
        double two = LogSum.of(terms) - StrictMath.log(pairs) - StrictMath.log(SHARES.length);
        return new TwoSnapshots(StrictMath.exp(Math.min(two - LogSum.of(days.posterior()), 600)), best);
    }

    /** A product of many small numbers, whose logarithm is only taken when it gets too small. */
    private static double log(double[][] chance, int a, int b, double later) {
        double log = 0;
        double product = 1;
        for (double[] ofHit : chance) {
            product *= (1 - later) * ofHit[a] + later * ofHit[b];
            if (product < SMALL) {
                log += StrictMath.log(product);
                product = 1;
            }
        }
        return log + StrictMath.log(product);
    }
}
