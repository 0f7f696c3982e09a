package io.barium.inference;

/** Sums of numbers that are known by their logarithms, in a fixed order and with the same bits on every machine. */
final class LogSum {
    private LogSum() {}

    /** {@code log(sum exp(terms))}; negative infinity for nothing. */
    static double of(double[] terms) {
        double most = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            most = Math.max(most, term);
        }
        if (most == Double.NEGATIVE_INFINITY) {
            return most;
        }
        double sum = 0;
        for (double term : terms) {
            sum += StrictMath.exp(term - most);
        }
        return most + StrictMath.log(sum);
    }
}
