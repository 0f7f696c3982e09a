package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VigilTest {
    private static final int TOKENS = 60;
    private static final double YEAR = 364;

    @Test
    void in_its_first_year_it_is_the_evidence_of_that_year() {
        Vigil vigil = new Vigil(0, plans());
        List<Double> starts = new ArrayList<>();
        for (int w = 0; w < 52; w++) {
            starts.add(7.0 * w);
        }
        Grid grid = plans().get(0).grid(starts);
        Evidence evidence = new Evidence(grid).channel("mail", grid, Map.of("any", 1.0), .01);
        for (Cluster c : log(1, 30, 0, 300)) {
            vigil.advance(c.seen());
            vigil.take("mail", "any", c);
            evidence.take("mail", "any", c);
            assertThat(vigil.logE(c.seen())).isEqualTo(evidence.logE(c.seen()));
        }
    }

    @Test
    void splitting_it_anywhere_over_the_years_gives_the_same_bits() {
        List<Cluster> log = log(2, 60, 0, 4 * YEAR);
        Vigil whole = new Vigil(0, plans());
        play(whole, log);
        for (int cut = 0; cut <= log.size(); cut += 4) {
            Vigil first = new Vigil(0, plans());
            play(first, log.subList(0, cut));
            Vigil.State state = first.state();
            List<List<ChannelPlan>> plans = new ArrayList<>();
            state.years().forEach(y -> plans.add(plans()));
            Vigil second = new Vigil(0, plans, state);
            play(second, log.subList(cut, log.size()));
            assertThat(second.logE(4 * YEAR)).isEqualTo(whole.logE(4 * YEAR));
            assertThat(second.logSum(4 * YEAR)).isEqualTo(whole.logSum(4 * YEAR));
        }
    }

    @Test
    void a_leak_in_its_fifth_year_is_found_as_one_in_its_first() {
        double first = confirmed(100);
        double fifth = confirmed(100 + 4 * YEAR);
        assertThat(first).isBetween(100.0, 160.0);
        assertThat(fifth - 4 * YEAR).isBetween(100.0, 160.0);
    }

    @Test
    void at_most_two_years_live() {
        Vigil vigil = new Vigil(0, plans());
        vigil.advance(10 * YEAR + 20);
        assertThat(vigil.years()).hasSize(2);
        assertThat(vigil.logE(10 * YEAR + 20)).isBetween(-.5, 0.0);
    }

    @Test
    void the_weekly_sum_of_a_quiet_watch_by_labels_is_the_number_of_weeks() {
        List<ChannelPlan> plain = List.of(
                new ChannelPlan("mail", strata(), Map.of(), plans().get(0).origins(), Map.of("any", 1.0), null));
        Vigil vigil = new Vigil(0, plain);
        vigil.advance(3 * YEAR);
        assertThat(Math.exp(vigil.logSum(3 * YEAR))).isEqualTo(3 * 52 + 1, within(1e-6));
    }

    private static double confirmed(double leak) {
        Vigil vigil = new Vigil(0, plans());
        for (int i = 0; i < TOKENS / 2; i++) {
            double at = leak + 1 + 2 * i;
            vigil.advance(at);
            vigil.take("mail", "any", new Cluster("c" + i, at, List.of(token(2 * i))));
            if (vigil.logE(at) >= Math.log(1000)) {
                assertThat(vigil.logSum(at)).isGreaterThan(Math.log(1000));
                return at;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private static void play(Vigil vigil, List<Cluster> log) {
        for (Cluster c : log) {
            vigil.advance(c.seen());
            vigil.searched(c.seen(), 1e-7);
            vigil.take("mail", "any", c);
        }
    }

    private static List<Cluster> log(int seed, int size, double from, double until) {
        Random random = new Random(seed);
        List<Cluster> log = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double at = from + (until - from) * (i + random.nextDouble()) / size;
            log.add(new Cluster("c" + i, at, List.of(token(random.nextInt(TOKENS)))));
        }
        return log;
    }

    private static List<ChannelPlan> plans() {
        Map<String, Presence> all = new TreeMap<>();
        Map<String, Presence> half = new TreeMap<>();
        for (int i = 0; i < TOKENS; i += 2) {
            all.put(token(i), new Presence(0, Double.POSITIVE_INFINITY));
            if (i % 4 == 0) {
                half.put(token(i), new Presence(0, Double.POSITIVE_INFINITY));
            }
        }
        List<Origin> origins = List.of(new Origin("all", .5, all), new Origin("half", .5, half));
        return List.of(new ChannelPlan("mail", strata(), Map.of("g0", 5_000), origins, Map.of("any", 1.0), .01));
    }

    private static Map<String, String> strata() {
        Map<String, String> strata = new TreeMap<>();
        for (int i = 0; i < TOKENS; i++) {
            strata.put(token(i), "g0");
        }
        return strata;
    }

    private static String token(int i) {
        return String.format("t%03d", i);
    }
}
