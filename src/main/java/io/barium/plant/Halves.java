package io.barium.plant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Candidates for tokens of one kind, and which of them were drawn to be planted.
 *
 * @param <T> what a candidate is
 * @param planted half of each stratum, in the order of the candidates
 * @param controls the other half
 */
record Halves<T>(List<T> planted, List<T> controls) {

    /**
     * Takes the first candidates that make so many pairs within strata.
     *
     * @return two a pair; fewer when there are not enough
     */
    static <T> List<T> pairs(List<T> shuffled, Function<T, String> stratum, int pairs) {
        Map<String, T> single = new HashMap<>();
        List<T> out = new ArrayList<>();
        for (T candidate : shuffled) {
            if (out.size() == 2 * pairs) {
                break;
            }
            T other = single.remove(stratum.apply(candidate));
            if (other == null) {
                single.put(stratum.apply(candidate), candidate);
            } else {
                out.add(other);
                out.add(candidate);
            }
        }
        return out;
    }

    /** Draws the planted half of each stratum. */
    static <T> Halves<T> draw(
            List<T> candidates,
            Function<T, String> stratum,
            Function<T, String> value,
            ToLongFunction<String> seedOfStratum) {
        Map<String, List<String>> strata = new LinkedHashMap<>();
        for (T c : candidates) {
            strata.computeIfAbsent(stratum.apply(c), s -> new ArrayList<>()).add(value.apply(c));
        }
        Set<String> chosen = new HashSet<>();
        strata.forEach((name, values) -> chosen.addAll(LabelDraw.planted(seedOfStratum.applyAsLong(name), values)));
        List<T> planted = new ArrayList<>();
        List<T> controls = new ArrayList<>();
        for (T c : candidates) {
            (chosen.contains(value.apply(c)) ? planted : controls).add(c);
        }
        return new Halves<>(planted, controls);
    }
}
