package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pairs of contacts that were put together, against those that belong together. */
class SimulationTest {
    private static final long FIRST = Long.getLong("campaign.seed", 9_001);
    private static final int WORLDS = 5;

    @Test
    void most_pairs_of_one_actor_are_found_and_hardly_any_others() {
        double worstPrecision = 1;
        double worstRecall = 1;
        for (long seed = FIRST; seed < FIRST + WORLDS; seed++) {
            List<SimulatedActors.Dated> world = SimulatedActors.world(seed);
            Score score = score(world);
            System.out.printf(
                    "campaigns seed=%d contacts=%d precision=%.4f recall=%.4f%n",
                    seed, world.size(), score.precision(), score.recall());
            worstPrecision = Math.min(worstPrecision, score.precision());
            worstRecall = Math.min(worstRecall, score.recall());
        }
        assertThat(worstPrecision).isGreaterThanOrEqualTo(.95);
        assertThat(worstRecall).isGreaterThanOrEqualTo(.90);
    }

    private record Score(double precision, double recall) {}

    private static Score score(List<SimulatedActors.Dated> world) {
        Campaigns campaigns = new Campaigns(Tuning.USUAL);
        List<Long> given = new ArrayList<>();
        for (int i = 0; i < world.size(); i++) {
            given.add(campaigns
                    .take(i + 1, world.get(i).at(), world.get(i).contact())
                    .campaign());
        }
        Map<Long, Long> merged = campaigns.merged();
        Map<Long, Long> found = new HashMap<>();
        Map<Long, Long> true_ = new HashMap<>();
        Map<String, Long> both = new HashMap<>();
        for (int i = 0; i < world.size(); i++) {
            long campaign = merged.getOrDefault(given.get(i), given.get(i));
            int actor = world.get(i).actor();
            found.merge(campaign, 1L, Long::sum);
            true_.merge((long) actor, 1L, Long::sum);
            both.merge(campaign + " " + actor, 1L, Long::sum);
        }
        double right = pairs(both);
        return new Score(right / pairs(found), right / pairs(true_));
    }

    private static double pairs(Map<?, Long> sizes) {
        return sizes.values().stream().mapToDouble(n -> n * (n - 1) / 2.0).sum();
    }
}
