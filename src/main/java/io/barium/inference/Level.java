package io.barium.inference;

/**
 * How strong the evidence of a leak is. Each level's bound holds at every look and for as long as one looks (Ville's
 * inequality): without a leak, E ever reaches {@code 1/bound} with at most that probability.
 */
public enum Level {
    /** Nothing credible has happened. */
    QUIET(1),
    /** Somebody reached a planted token; that alone is no evidence. */
    CONTACT(1),
    /** E of 20 and more. */
    WATCH(20),
    /** E of 100 and more. */
    SUSPECTED(100),
    /** E of 1,000 and more. */
    CONFIRMED(1000);

    private final double least;

    Level(double least) {
        this.least = least;
    }

    /** The E from which on it holds. */
    public double least() {
        return least;
    }

    /** How probable it is, without a leak, that E ever gets there. */
    public double bound() {
        return 1 / least;
    }

    /** The level of an E. */
    public static Level of(double logE, boolean contacted) {
        Level level = contacted ? CONTACT : QUIET;
        for (Level l : values()) {
            if (l.least > 1 && logE >= StrictMath.log(l.least)) {
                level = l;
            }
        }
        return level;
    }
}
