package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.Planner.Plan;
import io.barium.inference.Planner.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
    /** Few contacts out of many rows are Poisson: means of 3.00, 4.74 and 6.30 give one, two and three with 95 %. */
    @ParameterizedTest
    @CsvSource({"1, 2.9957", "2, 4.7439", "3, 6.2958"})
    void rare_contacts_need_the_mean_that_poisson_tables_give(int hits, double mean) {
        int customers = 1_000_000;
        double contacted = .01;
        int leaked = customers / 2;
        int needed = Planner.needed(hits, customers, leaked, contacted);
        assertThat(needed * contacted * leaked / (customers + (double) needed)).isEqualTo(mean, within(.02));
    }

    @Test
    void one_of_528_canaries_is_among_68_000_rows_of_12_million() {
        assertThat(Planner.needed(1, 12_000_000, 68_000, 1)).isEqualTo(528);
    }

    @Test
    void dials_become_a_rate() {
        assertThat(Planner.q30(500, 68_000)).isEqualTo(.20, within(.005));
        assertThat(Planner.q30(50, 68_000)).isEqualTo(.022, within(.0005));
        assertThat(Planner.contacted(.1, 60)).isEqualTo(.19, within(1e-12));
        assertThat(Planner.contacted(.1, 30)).isEqualTo(.1, within(1e-12));
    }

    /** Four rows and two canaries, three of the six taken; a taken row is contacted every other time. */
    @Test
    void a_small_segment_is_as_counting_all_cases_says() {
        int hitOnce = 0;
        int hitTwice = 0;
        int all = 0;
        for (int taken = 0; taken < 64; taken++) {
            for (int contacted = 0; contacted < 4; contacted++) {
                if (Integer.bitCount(taken) == 3) {
                    int hits = Integer.bitCount(taken & 3 & contacted);
                    hitOnce += hits >= 1 ? 1 : 0;
                    hitTwice += hits >= 2 ? 1 : 0;
                    all++;
                }
            }
        }
        assertThat(Planner.atLeast(1, 4, 2, 3, .5)).isEqualTo(hitOnce / (double) all, within(1e-12));
        assertThat(Planner.atLeast(2, 4, 2, 3, .5)).isEqualTo(hitTwice / (double) all, within(1e-12));
        assertThat(Planner.atLeast(3, 4, 2, 3, .5)).isZero();
    }

    @Test
    void it_proposes_what_three_hits_need_and_no_fewer() {
        Plan plan = Planner.plan(new Question(68_000, 6_800, .1, 90, 0, 0));
        assertThat(plan.canaries()).isEqualTo(plan.needed().get(2));
        assertThat(plan.atLeast().get(2)).isGreaterThanOrEqualTo(.95);
        assertThat(Planner.atLeast(3, 68_000, plan.canaries() - 1, 6_800, plan.contacted()))
                .isLessThan(.95);
        assertThat(plan.needed()).isSorted();
    }

    @Test
    void it_warns_of_too_few_hits_and_of_agents_who_see_too_few() {
        Plan few = Planner.plan(new Question(68_000, 6_800, .02, 30, 200, 3_000));
        assertThat(few.mean()).isEqualTo(.4, within(.01));
        assertThat(few.warnings()).hasSize(2);
        assertThat(few.warnings().get(0)).contains("0.40 hits");
        assertThat(few.warnings().get(1)).contains("about 9 canaries");
        assertThat(Planner.plan(new Question(68_000, 68_000, .1, 90, 2_000, 3_000))
                        .warnings())
                .isEmpty();
    }

    @Test
    void what_no_number_of_canaries_reaches_is_said() {
        assertThat(Planner.plan(new Question(10, 1, .01, 30, 0, 0)).needed()).containsExactly(-1, -1, -1);
    }

    @Test
    void a_question_out_of_range_is_refused_by_name() {
        assertThatThrownBy(() -> new Question(0, 1, .1, 30, 0, 0)).hasMessageContaining("customers");
        assertThatThrownBy(() -> new Question(10, 11, .1, 30, 0, 0)).hasMessageContaining("leak");
        assertThatThrownBy(() -> new Question(10, 5, 1, 30, 0, 0)).hasMessageContaining("q30");
        assertThatThrownBy(() -> new Question(10, 5, .1, Double.NaN, 0, 0)).hasMessageContaining("days");
        assertThatThrownBy(() -> new Question(10, 5, .1, 30, -1, 0)).hasMessageContaining("canaries");
        assertThatThrownBy(() -> new Question(10, 5, .1, 30, 0, 11)).hasMessageContaining("agent rows");
    }
}
