package io.barium.inference;

/**
 * The Shiryaev-Roberts sum {@code M_t = (1 + M_{t-1}) E_t / E_{t-1}}, for a watch that never ends: at each week's end a
 * fresh bet of 1 is added to what the earlier ones have become. Without a leak the sum grows by one a week on average,
 * so it takes as many weeks as the threshold says until the first false alarm, on average and at least.
 *
 * @param logStake logarithm of {@code 1 + M} at the last week's end
 * @param logE logarithm of the evidence then
 */
public record ShiryaevRoberts(double logStake, double logE) {
    /** One false alarm in twenty years. */
    public static final double THRESHOLD = 1040;
    /** The first week's begin. */
    public static final ShiryaevRoberts BEGIN = new ShiryaevRoberts(0, 0);

    /** Logarithm of the sum, given the evidence of the moment. */
    public double logSum(double logNow) {
        return logStake + logNow - logE;
    }

    /** The next week's begin, given the evidence at this one's end. */
    public ShiryaevRoberts week(double logNow) {
        double sum = logSum(logNow);
        double stake = sum > 0 ? sum + StrictMath.log1p(StrictMath.exp(-sum)) : StrictMath.log1p(StrictMath.exp(sum));
        return new ShiryaevRoberts(stake, logNow);
    }

    /** The same sum with other evidence to go on with, of which each may be the larger. */
    public ShiryaevRoberts with(double logOther) {
        return new ShiryaevRoberts(logStake, logOther);
    }
}
