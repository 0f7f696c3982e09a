package io.barium.inference;

/** What evidence makes of a prior. */
public final class Posterior {
    private Posterior() {}

    /**
     * The probability of a leak, {@code pi E / (1 - pi + pi E)}.
     *
     * @param prior probability before any evidence, between 0 and 1
     * @param logE logarithm of the evidence
     */
    public static double of(double prior, double logE) {
        double odds = StrictMath.log(prior) - StrictMath.log1p(-prior) + logE;
        return odds >= 0 ? 1 / (1 + StrictMath.exp(-odds)) : StrictMath.exp(odds) / (1 + StrictMath.exp(odds));
    }
}
