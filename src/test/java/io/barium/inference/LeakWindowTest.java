package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeakWindowTest {
    private static final double FOREVER = Double.POSITIVE_INFINITY;

    /** Ten values stand from day 0 to 100, ten from day 100 on; the one hit is of the latter. */
    @Test
    void one_hit_gives_the_posterior_that_adding_up_short_steps_gives() {
        Map<String, Presence> planted = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            planted.put("old" + i, new Presence(0, 100));
            planted.put("new" + i, new Presence(100, FOREVER));
        }
        double at = 120.25;
        LeakWindow window = LeakWindow.of(List.of(new Hit("new3", at)), planted);
        double in = 0;
        double all = 0;
        double step = 1e-3;
        for (double back = step / 2; back < 365; back += step) {
            double day = at - back;
            double prior = Math.pow(1 + back, -1.15);
            double likelihood = (day >= 100 ? .95 / 10 : 0) + .05 / 20;
            all += prior * likelihood;
            in += day >= 110 && day < 115 ? prior * likelihood : 0;
        }
        double[] byDay = window.byDay();
        double found = 0;
        for (int d = 110; d < 115; d++) {
            found += byDay[(int) (d - window.firstDay())];
        }
        assertThat(found).isEqualTo(in / all, within(2e-3));
        assertThat(window.earliest()).isEqualTo(100);
        assertThat(window.latest()).isEqualTo(at);
        assertThat(window.contradicting()).isFalse();
        assertThat(window.background()).isEmpty();
    }

    @Test
    void a_leak_within_the_hour_before_the_first_contact_is_inside() {
        LeakWindow window = LeakWindow.of(List.of(new Hit("a", 50.02)), Map.of("a", new Presence(50, FOREVER)));
        assertThat(window.interval(.95)[1]).isEqualTo(50.02);
        assertThat(window.interval(.95)[0]).isLessThanOrEqualTo(50);
    }

    @Test
    void a_row_can_only_have_left_after_its_first_access_where_its_accesses_are_known() {
        Map<String, Presence> planted = Map.of("a", new Presence(0, FOREVER), "b", new Presence(0, FOREVER));
        LeakWindow window =
                LeakWindow.of(List.of(new Hit("a", 90), new Hit("b", 95)), planted, Map.of("a", 80.5, "b", 3.0));
        assertThat(window.earliest()).isEqualTo(80.5);
        assertThat(window.interval(.9)[0]).isGreaterThanOrEqualTo(80.5);
    }

    @Test
    void the_order_of_simultaneous_hits_and_later_hits_of_the_same_token_change_nothing() {
        Map<String, Presence> planted = rolling();
        List<Hit> hits = new ArrayList<>(
                List.of(new Hit("c0v8", 262), new Hit("c1v8", 262), new Hit("c2v8", 262), new Hit("c3v8", 264)));
        LeakWindow window = LeakWindow.of(hits, planted);
        hits.add(new Hit("c1v8", 270));
        Collections.shuffle(hits, new Random(4));
        LeakWindow shuffled = LeakWindow.of(hits, planted);
        assertThat(shuffled.probability()).isEqualTo(window.probability());
        assertThat(shuffled.second()).isEqualTo(window.second());
    }

    @Test
    void a_single_contradicting_hit_is_said_to_be_background() {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            hits.add(new Hit("c" + i + "v8", 262 + i));
        }
        hits.add(new Hit("c3v2", 270));
        LeakWindow window = LeakWindow.of(hits, rolling());
        assertThat(window.contradicting()).isTrue();
        assertThat(window.pair()).isNull();
        assertThat(window.background()).containsExactly(new Hit("c3v2", 270));
        assertThat(window.interval(.95)[0]).isGreaterThanOrEqualTo(240);
    }

    @Test
    void contacts_of_two_times_are_told_to_be_two_snapshots() {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            hits.add(new Hit("c" + i + "v8", 262 + i));
            hits.add(new Hit("c" + i + "v4", 262.5 + i));
        }
        LeakWindow window = LeakWindow.of(hits, rolling());
        assertThat(window.contradicting()).isTrue();
        assertThat(window.second()).isGreaterThan(LeakWindow.ENOUGH);
        assertThat(window.pair()).hasSize(2);
        assertThat(window.pair()[0]).isBetween(120.0, 150.0);
        assertThat(window.pair()[1]).isBetween(240.0, 262.0);
    }

    @Test
    void its_few_days_have_the_posterior_of_the_many() {
        Map<String, Presence> planted = rolling();
        List<Hit> hits = List.of(new Hit("c0v8", 262), new Hit("c1v8", 263));
        LeakWindow window = LeakWindow.of(hits, planted);
        List<LeakWindow.Start> starts = window.starts(12);
        assertThat(starts).hasSizeLessThanOrEqualTo(12);
        double mean = 0;
        double all = 0;
        for (LeakWindow.Start start : starts) {
            double likelihood = 1;
            for (Hit hit : hits) {
                boolean stood =
                        start.at() < hit.at() && planted.get(hit.token()).at(start.at());
                likelihood *= (stood ? .95 / 10 : 0) + .05 / 90;
            }
            mean += start.at() * start.weight() * likelihood;
            all += start.weight() * likelihood;
        }
        double[] byDay = window.byDay();
        double expected = 0;
        for (int d = 0; d < byDay.length; d++) {
            expected += byDay[d] * (window.firstDay() + d + .5);
        }
        assertThat(mean / all).isEqualTo(expected, within(.5));
    }

    @Test
    void no_log_gives_anything_but_probabilities() {
        Random random = new Random(9);
        for (int i = 0; i < 60; i++) {
            Map<String, Presence> planted = new HashMap<>();
            for (int t = 0; t < 1 + random.nextInt(40); t++) {
                double from = random.nextInt(400) - 50;
                planted.put("t" + t, new Presence(from, random.nextBoolean() ? FOREVER : from + random.nextInt(60)));
            }
            List<Hit> hits = new ArrayList<>();
            for (int h = 0; h < 1 + random.nextInt(60); h++) {
                hits.add(new Hit("t" + random.nextInt(45), random.nextInt(400) * (random.nextBoolean() ? 1 : .37)));
            }
            LeakWindow window = LeakWindow.of(hits, planted);
            assertThat(Arrays.stream(window.probability()).sum()).isEqualTo(1, within(1e-9));
            assertThat(Arrays.stream(window.byDay()).sum()).isEqualTo(1, within(1e-9));
            assertThat(Arrays.stream(window.probability())).allMatch(p -> p >= 0 && p <= 1);
            assertThat(window.second()).isFinite().isNotNegative();
            double[] ends = window.interval(.95);
            assertThat(ends[0]).isLessThan(ends[1]);
            assertThat(window.mode()).isBetween(window.edges()[0], window.edges()[window.edges().length - 1]);
            assertThat(window.starts(24)).isNotEmpty().allMatch(s -> s.weight() > 0 && Double.isFinite(s.weight()));
        }
    }

    @Test
    void without_a_hit_there_is_no_window() {
        assertThatThrownBy(() -> LeakWindow.of(List.of(), Map.of())).hasMessageContaining("at least one hit");
    }

    /** Ten personas, whose values are replaced each 30 days from day 0 on, all on the same day. */
    private static Map<String, Presence> rolling() {
        Map<String, Presence> out = new TreeMap<>();
        for (int c = 0; c < 10; c++) {
            for (int v = 0; v < 9; v++) {
                out.put("c" + c + "v" + v, new Presence(30 * v, 30 * v + 30));
            }
        }
        return out;
    }
}
