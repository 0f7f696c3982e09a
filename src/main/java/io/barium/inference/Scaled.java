package io.barium.inference;

import java.util.Arrays;

/**
 * Numbers from zero upwards that may leave the range of doubles: each is {@code value * 2^(512 scale)}. Powers of two
 * are exact, so products have the same bits on every machine and cost no logarithm.
 */
final class Scaled {
    private static final int STEP = 512;
    private static final double LARGE = 0x1p256;
    private static final double SMALL = 0x1p-256;
    private static final double UP = 0x1p512;
    private static final double DOWN = 0x1p-512;
    private static final double LOG_STEP = STEP * StrictMath.log(2);

    final double[] value;
    final int[] scale;

    Scaled(double[] value, int[] scale) {
        this.value = value;
        this.scale = scale;
    }

    /** So many ones. */
    static Scaled ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return new Scaled(ones, new int[size]);
    }

    Scaled copy() {
        return new Scaled(value.clone(), scale.clone());
    }

    void reset() {
        Arrays.fill(value, 1);
        Arrays.fill(scale, 0);
    }

    boolean isOne(int i) {
        return value[i] == 1 && scale[i] == 0;
    }

    void set(int i, double to, int toScale) {
        value[i] = to;
        scale[i] = toScale;
        normalize(i);
    }

    /** Multiplies by a number whose own value is between 1e-200 and 1e200, or nothing. */
    void multiply(int i, double by, int byScale) {
        value[i] *= by;
        scale[i] += byScale;
        normalize(i);
    }

    void multiply(Scaled by) {
        for (int i = 0; i < value.length; i++) {
            multiply(i, by.value[i], by.scale[i]);
        }
    }

    private void normalize(int i) {
        if (value[i] >= LARGE) {
            value[i] *= DOWN;
            scale[i]++;
        } else if (value[i] < SMALL && value[i] > 0) {
            value[i] *= UP;
            scale[i]--;
        }
    }

    /** The value at another scale; nothing where it is too small to be told there. */
    double at(int i, int atScale) {
        return scale[i] == atScale ? value[i] : Math.scalb(value[i], STEP * (scale[i] - atScale));
    }

    /** The largest scale among some numbers that stand side by side. */
    int largestScale(int from, int until) {
        int most = scale[from];
        for (int i = from + 1; i < until; i++) {
            most = Math.max(most, scale[i]);
        }
        return most;
    }

    void setLog(int i, double log) {
        scale[i] = (int) Math.rint(log / LOG_STEP);
        value[i] = StrictMath.exp(log - scale[i] * LOG_STEP);
        normalize(i);
    }

    double log(int i) {
        return StrictMath.log(value[i]) + scale[i] * LOG_STEP;
    }

    /** Logarithm of the sum of all, each with its weight. */
    double logSum(double[] weights) {
        int most = largestScale(0, scale.length);
        double sum = 0;
        for (int i = 0; i < value.length; i++) {
            sum += weights[i] * at(i, most);
        }
        return StrictMath.log(sum) + most * LOG_STEP;
    }
}
