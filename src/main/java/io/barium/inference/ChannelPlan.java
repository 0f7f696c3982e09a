package io.barium.inference;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is watched in a channel.
 *
 * @param name such as {@code phone}
 * @param strata of every token, planted and control alike
 * @param siblings by stratum: how many addresses the generator could have made as well
 * @param origins with their weights; the same keys and weights in every channel
 * @param marks what a contact may bear, the first being what every contact bears, with weights that add up to 1
 * @param nu stray campaign days a token and year at most; {@code null} for no guard
 */
public record ChannelPlan(
        String name,
        Map<String, String> strata,
        Map<String, Integer> siblings,
        List<Origin> origins,
        Map<String, Double> marks,
        @Nullable Double nu) {
    Grid grid(List<Double> starts) {
        return Grid.of(strata, origins, starts).among(siblings);
    }
}
