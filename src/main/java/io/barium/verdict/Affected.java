package io.barium.verdict;

import io.barium.verdict.Verdict.SegmentShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Customers, counted along one dimension. Every customer is in one region, has one product and so on: along a dimension
 * segments add up, across dimensions the same people would be counted again.
 *
 * @param dimension such as {@code region}
 * @param reached segments of which something was reached, most certain loss first
 * @param silent segments of which nothing was reached, by name
 */
public record Affected(String dimension, List<SegmentShare> reached, List<SegmentShare> silent) {

    /** The shares by their dimension, in the order of its name. */
    public static List<Affected> by(List<SegmentShare> shares) {
        Map<String, List<SegmentShare>> dimensions = new TreeMap<>();
        for (SegmentShare share : shares) {
            dimensions
                    .computeIfAbsent(dimension(share.segment()), d -> new ArrayList<>())
                    .add(share);
        }
        Comparator<SegmentShare> worst = Comparator.comparingDouble(SegmentShare::low)
                .thenComparingDouble(SegmentShare::median)
                .reversed()
                .thenComparing(SegmentShare::segment);
        List<Affected> all = new ArrayList<>();
        dimensions.forEach((dimension, of) -> all.add(new Affected(
                dimension,
                of.stream().filter(s -> !s.silent()).sorted(worst).toList(),
                of.stream()
                        .filter(SegmentShare::silent)
                        .sorted(Comparator.comparing(SegmentShare::segment))
                        .toList())));
        return List.copyOf(all);
    }

    /**
     * The dimension along which the reached segments hold the fewest customers; {@code null} where none was reached.
     */
    public static @Nullable Affected narrowest(List<SegmentShare> shares) {
        return by(shares).stream()
                .filter(a -> !a.reached().isEmpty())
                .min(Comparator.<Affected>comparingLong(a -> a.customers() < 0 ? Long.MAX_VALUE : a.customers())
                        .thenComparing(Affected::dimension))
                .orElse(null);
    }

    /** Real customers in the reached segments; -1 where nobody counted those of one of them. */
    public long customers() {
        return reached.stream().anyMatch(s -> s.customers() < 0)
                ? -1
                : reached.stream().mapToLong(SegmentShare::customers).sum();
    }

    private static String dimension(String segment) {
        int colon = segment.indexOf(':');
        return colon < 0 ? "" : segment.substring(0, colon);
    }
}
