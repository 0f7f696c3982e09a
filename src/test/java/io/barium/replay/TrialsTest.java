package io.barium.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Few trials: they fail where a goal is clearly missed, and say nothing about a near miss. */
class TrialsTest {
    @Test
    void the_true_origin_is_found_and_innocents_are_not() {
        List<Trials.Cell> cells = OriginTrials.run(60, 31);
        assertThat(measured(cells, "true origin first of the listed, 4 hits")).isGreaterThan(.90);
        assertThat(measured(cells, "true origin first, ahead of unknown too, 4 hits"))
                .isGreaterThan(.85);
        assertThat(measured(cells, "true origin above .95, 4 hits")).isGreaterThan(.70);
        assertThat(measured(cells, "ahead of the guilt model by, 3 hits, unknown included"))
                .isPositive();
        assertThat(cells.stream().filter(c -> c.what().contains("innocent")))
                .hasSize(10)
                .allMatch(c -> c.measured() < .08);
    }

    @Test
    void windows_hold_the_day_of_the_leak_and_are_narrow() {
        List<Trials.Cell> cells = WindowTrials.run(60, 32);
        assertThat(cells.stream().filter(c -> c.what().endsWith("coverage") && !Double.isNaN(c.target())))
                .hasSize(10)
                .allMatch(c -> c.measured() > .85);
        assertThat(measured(cells, "rolling, 5 hits: width")).isLessThan(10);
        assertThat(measured(cells, "accumulating, 5 hits: width")).isGreaterThan(30);
        assertThat(measured(cells, "two snapshots 90 days apart, said, 10 hits"))
                .isGreaterThan(.75);
        assertThat(measured(cells, "one snapshot, two said, 10 hits")).isLessThan(.1);
    }

    @Test
    void intervals_of_shares_hold_for_each_true_share() {
        List<Trials.Cell> cells = ShareTrials.run(12, 33);
        assertThat(cells.stream().filter(c -> c.what().endsWith("coverage")))
                .hasSize(9)
                .allMatch(c -> c.measured() > .85);
    }

    @Test
    void the_same_seed_gives_the_same_figures_whatever_the_number_of_threads() throws Exception {
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            assertThat(one.submit(() -> OriginTrials.run(4, 5)).get()).isEqualTo(OriginTrials.run(4, 5));
            assertThat(one.submit(() -> WindowTrials.run(4, 5)).get()).isEqualTo(WindowTrials.run(4, 5));
        } finally {
            one.shutdownNow();
        }
    }

    private static double measured(List<Trials.Cell> cells, String what) {
        return cells.stream()
                .filter(c -> c.what().equals(what))
                .findFirst()
                .orElseThrow()
                .measured();
    }
}
