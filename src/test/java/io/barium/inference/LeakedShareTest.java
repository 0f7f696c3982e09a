package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.LeakedShare.Segment;
import io.barium.inference.LeakedShare.Share;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.junit.jupiter.api.Test;

class LeakedShareTest {
    /** All rows are contacted long before the watch ends, so the share is that of a plain count. */
    @Test
    void where_all_that_leaked_was_contacted_the_interval_is_that_of_a_binomial_share() {
        Share share = LeakedShare.of(Map.of("a", new Segment(200, times(80, 1))), 400, .95)
                .get("a");
        double low = BetaDistribution.of(80, 121).inverseCumulativeProbability(.025);
        double high = BetaDistribution.of(81, 120).inverseCumulativeProbability(.975);
        // Background explains some of the contacts: one in twenty.
        assertThat(share.low()).isEqualTo(low - .03, within(.03));
        assertThat(share.high()).isEqualTo(high - .015, within(.03));
        assertThat(share.median()).isBetween(.34, .41);
    }

    /** One segment: its posterior is added up here over rates and shares, with others' distributions. */
    @Test
    void the_median_is_that_of_the_posterior_by_direct_integration() {
        int planted = 60;
        double watched = 90;
        List<Double> after = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            after.add(-30 * Math.log1p(-(i + .5) / 26));
        }
        Share share = LeakedShare.of(Map.of("a", new Segment(planted, after)), watched, .95)
                .get("a");
        double stray = .05 * after.size() / planted;
        int steps = 400;
        double[] posterior = new double[101];
        for (int r = 0; r <= steps; r++) {
            double rate = 1e-4 * Math.pow(3e4, r / (double) steps);
            ExponentialDistribution waiting = ExponentialDistribution.of(1 / rate);
            double contacted = waiting.cumulativeProbability(watched);
            double times = 1;
            for (double t : after) {
                times *= 40 * (.95 * waiting.density(t) / contacted + .05 / watched);
            }
            for (int f = 0; f <= 100; f++) {
                double p = 1 - (1 - f / 100.0 * contacted) * (1 - stray);
                double prior = f == 0 || f == 100 ? .35 : .3 / 99;
                posterior[f] +=
                        prior * times * BinomialDistribution.of(planted, p).probability(after.size());
            }
        }
        double all = 0;
        for (double p : posterior) {
            all += p;
        }
        double sum = 0;
        int median = 0;
        while (sum + posterior[median] < all / 2) {
            sum += posterior[median++];
        }
        assertThat(share.median()).isEqualTo(median / 100.0, within(.021));
        assertThat(share.low()).isLessThanOrEqualTo(24.0 / 60);
    }

    @Test
    void a_silent_segment_beside_a_loud_one_has_an_upper_end_and_no_lower() {
        Map<String, Share> shares = LeakedShare.of(
                Map.of("loud", new Segment(50, times(40, 20)), "silent", new Segment(50, List.of())), 60, .95);
        assertThat(shares.get("silent").low()).isZero();
        assertThat(shares.get("silent").median()).isZero();
        // The rule of three, over what the loud segment says of the rate.
        assertThat(shares.get("silent").high()).isBetween(3.0 / 50, .12);
        assertThat(shares.get("loud").low()).isGreaterThan(.6);
        assertThat(shares.get("loud").high()).isEqualTo(1);
    }

    @Test
    void without_any_contact_all_may_have_left_and_nothing() {
        Share share =
                LeakedShare.of(Map.of("a", new Segment(50, List.of())), 60, .95).get("a");
        assertThat(share.low()).isZero();
        assertThat(share.high()).isEqualTo(1);
    }

    @Test
    void one_stray_contact_does_not_say_that_something_left() {
        Map<String, Segment> segments = new TreeMap<>();
        segments.put("a", new Segment(50, times(45, 15)));
        segments.put("b", new Segment(50, List.of(33.0)));
        assertThat(LeakedShare.of(segments, 60, .95).get("b").low()).isZero();
    }

    @Test
    void no_counts_give_anything_but_shares_in_order() {
        Random random = new Random(3);
        for (int i = 0; i < 25; i++) {
            Map<String, Segment> segments = new TreeMap<>();
            double watched = Math.pow(10, 4 * random.nextDouble() - 1);
            for (int s = 1 + random.nextInt(5); s > 0; s--) {
                int planted = random.nextInt(120);
                List<Double> after = new ArrayList<>();
                for (int h = random.nextInt(planted + 1); h > 0; h--) {
                    after.add(watched * random.nextDouble());
                }
                segments.put("s" + s, new Segment(planted, after));
            }
            Map<String, Share> shares = LeakedShare.of(segments, watched, .95);
            assertThat(shares.keySet()).isEqualTo(segments.keySet());
            assertThat(shares.values())
                    .allMatch(s -> 0 <= s.low() && s.low() <= s.median() && s.median() <= s.high() && s.high() <= 1);
        }
    }

    @Test
    void the_order_of_contacts_changes_nothing() {
        List<Double> after = new ArrayList<>(List.of(3.0, 3.0, 9.0, 27.0));
        Share share =
                LeakedShare.of(Map.of("a", new Segment(20, after)), 60, .95).get("a");
        Collections.swap(after, 0, 1);
        assertThat(LeakedShare.of(Map.of("a", new Segment(20, after)), 60, .95).get("a"))
                .isEqualTo(share);
    }

    @Test
    void more_reached_than_planted_and_no_days_at_all_are_refused() {
        assertThatThrownBy(() -> LeakedShare.of(Map.of("a", new Segment(1, List.of(1.0, 2.0))), 60, .95))
                .hasMessageContaining("segment a");
        assertThatThrownBy(() -> LeakedShare.of(Map.of("a", new Segment(1, List.of())), 0, .95))
                .hasMessageContaining("days");
    }

    /** Waiting times that lie as they do on average. */
    private static List<Double> times(int n, double mean) {
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(-mean * Math.log1p(-(i + .5) / (n + 1)));
        }
        return out;
    }
}
