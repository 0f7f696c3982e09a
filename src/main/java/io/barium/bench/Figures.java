package io.barium.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/** What was measured: for each series, slice by slice, some metrics. Series of one run are compared slice by slice. */
final class Figures {
    /**
     * Several slices in one figure.
     *
     * @param median NaN when there is no slice
     */
    record Spread(double median, double min, double max) {
        static Spread of(DoubleStream values) {
            double[] sorted = values.filter(Double::isFinite).sorted().toArray();
            if (sorted.length == 0) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            int half = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }

        boolean known() {
            return Double.isFinite(median);
        }
    }

    private final Map<String, List<Map<String, Double>>> series = new LinkedHashMap<>();

    /** Adds the next slice of a series. */
    void add(String name, Map<String, Double> metrics) {
        series.computeIfAbsent(name, n -> new ArrayList<>()).add(metrics);
    }

    /** Adds the next slice of a series, with what it says itself. */
    void add(String name, Slice slice, Map<String, Double> more) {
        Map<String, Double> metrics = of(slice);
        metrics.putAll(more);
        add(name, metrics);
    }

    /** What a slice says itself. */
    static Map<String, Double> of(Slice slice) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("perSecond", slice.perSecond());
        metrics.put("p50Micros", slice.micros(.5));
        metrics.put("p99Micros", slice.micros(.99));
        return metrics;
    }

    Set<String> names() {
        return series.keySet();
    }

    /** Metrics of a series, in the order in which they were measured. */
    List<String> metrics(String name) {
        return series.getOrDefault(name, List.of()).stream()
                .flatMap(m -> m.keySet().stream())
                .distinct()
                .toList();
    }

    Spread spread(String name, String metric) {
        return Spread.of(values(name, metric).stream().mapToDouble(Double::doubleValue));
    }

    /** One metric of two series slice by slice: quotients. */
    Spread ratio(String name, String over, String metric) {
        return pairwise(name, over, metric, (a, b) -> a / b);
    }

    /** The same: differences. */
    Spread difference(String name, String less, String metric) {
        return pairwise(name, less, metric, (a, b) -> a - b);
    }

    private Spread pairwise(String first, String second, String metric, DoubleBinaryOperator operator) {
        List<Double> a = values(first, metric);
        List<Double> b = values(second, metric);
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            out.add(operator.applyAsDouble(a.get(i), b.get(i)));
        }
        return Spread.of(out.stream().mapToDouble(Double::doubleValue));
    }

    private List<Double> values(String name, String metric) {
        return series.getOrDefault(name, List.of()).stream()
                .map(m -> m.getOrDefault(metric, Double.NaN))
                .toList();
    }

    /** A number with three or so digits that matter; {@code n/a} where there is none. */
    static String shown(double value) {
        if (!Double.isFinite(value)) {
            return "n/a";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
