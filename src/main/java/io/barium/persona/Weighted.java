package io.barium.persona;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Values that are drawn in proportion to their weights.
 *
 * @param <T> what is drawn
 */
public final class Weighted<T> {
    private final List<T> values;
    private final double[] upTo;

    private Weighted(List<T> values, double[] upTo) {
        this.values = values;
        this.upTo = upTo;
    }

    /** Collects values and their weights. */
    public static final class Builder<T> {
        private final List<T> values = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        /**
         * One more value.
         *
         * @param weight relative to the others, above 0
         */
        public Builder<T> add(T value, double weight) {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("weight of " + value + " is " + weight);
            }
            values.add(value);
            weights.add(weight);
            return this;
        }

        /** The sum of the weights so far. */
        public double total() {
            return weights.stream().mapToDouble(Double::doubleValue).sum();
        }

        /** What was collected; at least one value. */
        public Weighted<T> build() {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("nothing to draw from");
            }
            double[] upTo = new double[values.size()];
            double sum = 0;
            for (int i = 0; i < upTo.length; i++) {
                sum += weights.get(i);
                upTo[i] = sum;
            }
            return new Weighted<>(List.copyOf(values), upTo);
        }
    }

    /** One value. */
    public T draw(RandomGenerator random) {
        double at = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, at);
        int index = found < 0 ? -found - 1 : found + 1;
        return values.get(Math.min(index, values.size() - 1));
    }

    /** The share of each value among all draws; of a value that was added more than once the sum. */
    public Map<T, Double> shares() {
        Map<T, Double> shares = new LinkedHashMap<>();
        double all = upTo[upTo.length - 1];
        for (int i = 0; i < upTo.length; i++) {
            shares.merge(values.get(i), (upTo[i] - (i == 0 ? 0 : upTo[i - 1])) / all, Double::sum);
        }
        return shares;
    }

    /** All values, in the order they were added. */
    public List<T> values() {
        return values;
    }
}
