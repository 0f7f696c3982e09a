package io.barium.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A planted token that was reached.
 *
 * @param token its id
 * @param at when it was reached first, in days
 */
public record Hit(String token, double at) {
    /** The first hit of each token, by time and then by token, so that the order of simultaneous hits is nobody's. */
    static List<Hit> firsts(List<Hit> hits) {
        List<Hit> sorted = new ArrayList<>(hits);
        sorted.sort(Comparator.comparingDouble(Hit::at).thenComparing(Hit::token));
        Set<String> seen = new HashSet<>();
        sorted.removeIf(hit -> !seen.add(hit.token()));
        return sorted;
    }
}
