package io.barium.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The guilt model of Papadimitriou and Garcia-Molina ("Data leakage detection", TKDE 2011), which the origin ranking is
 * measured against: {@code Pr{G|S} = 1 - prod over leaked t that the agent held of (1 - (1-p)/|V_t|)}, where
 * {@code V_t} are the agents who held t and p is the probability that somebody could guess it.
 */
final class GuiltModel {
    /** Nothing is known of it, so one half. */
    private static final double GUESSED = .5;

    private GuiltModel() {}

    /**
     * The probability of guilt of each agent.
     *
     * @param held which of the leaked rows each of them held
     */
    static Map<String, Double> of(Map<String, Set<String>> held) {
        Map<String, Integer> holders = new HashMap<>();
        held.values().forEach(rows -> rows.forEach(t -> holders.merge(t, 1, Integer::sum)));
        Map<String, Double> out = new HashMap<>();
        held.forEach((agent, rows) -> {
            double innocence = 1;
            for (String t : rows) {
                innocence *= 1 - (1 - GUESSED) / holders.getOrDefault(t, 1);
            }
            out.put(agent, 1 - innocence);
        });
        return out;
    }
}
