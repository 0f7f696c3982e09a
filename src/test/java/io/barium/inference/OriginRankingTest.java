package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.LeakWindow.Start;
import io.barium.inference.Origin.Presence;
import io.barium.inference.OriginRanking.Candidate;
import io.barium.inference.OriginRanking.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OriginRankingTest {
    private static final Presence ALWAYS = new Presence(0, Double.POSITIVE_INFINITY);
    private static final List<Start> DAY = List.of(new Start(10, 1));

    /** Ten rows; the agent saw two of them, the queue holds five; one row of both is reached. */
    @Test
    void one_hit_and_two_origins_give_the_posterior_by_hand() {
        List<Candidate> two = List.of(
                new Candidate("ann", OriginKind.AGENT, rows(0, 2)),
                new Candidate("billing", OriginKind.QUEUE, rows(0, 5)));
        double agent = 0;
        double queue = 0;
        double unknown = 0;
        double[][] strays = {{.01, .25}, {.05, .5}, {.15, .25}};
        for (double[] stray : strays) {
            double background = stray[0] / 10;
            agent += stray[1] * .4 * ((1 - stray[0]) / 2 + background);
            queue += stray[1] * .2 * ((1 - stray[0]) / 5 + background);
            // Two rows were seen by one agent, eight by none: weights 2 and 1, to the powers 0, 1 and 2.
            double tilted = (1.0 / 10 + 2.0 / 12 + 4.0 / 16) / 3;
            unknown += stray[1] * .4 * ((1 - stray[0]) * tilted + background);
        }
        double all = agent + queue + unknown;
        Map<String, Double> found = byKey(OriginRanking.of(List.of(new Hit("t0", 11)), two, DAY, rows(0, 10)));
        assertThat(found.get("ann")).isEqualTo(agent / all, within(1e-12));
        assertThat(found.get("billing")).isEqualTo(queue / all, within(1e-12));
        assertThat(found.get(OriginRanking.UNKNOWN_KEY)).isEqualTo(unknown / all, within(1e-12));
    }

    @Test
    void an_access_counts_only_before_the_leak_and_the_hit() {
        Map<String, Presence> later = new TreeMap<>(rows(0, 3));
        later.replaceAll((t, p) -> new Presence(20, Double.POSITIVE_INFINITY));
        List<Candidate> two = List.of(
                new Candidate("before", OriginKind.AGENT, rows(0, 3)), new Candidate("after", OriginKind.AGENT, later));
        List<Hit> hits = List.of(new Hit("t0", 21), new Hit("t1", 22), new Hit("t2", 23));
        List<Place> places = OriginRanking.of(hits, two, DAY, rows(0, 50));
        assertThat(places.get(0).key()).isEqualTo("before");
        assertThat(places.get(0).matched()).isEqualTo(3);
        assertThat(place(places, "after").matched()).isZero();
        List<Start> afterwards = List.of(new Start(22.5, 1));
        assertThat(place(OriginRanking.of(hits, two, afterwards, rows(0, 50)), "after")
                        .matched())
                .isEqualTo(1);
    }

    @Test
    void an_origin_cannot_have_taken_the_rows_before_it_had_accessed_them() {
        double ever = Double.POSITIVE_INFINITY;
        List<Hit> hits = List.of(new Hit("t0", 21), new Hit("t1", 22), new Hit("t2", 23), new Hit("t3", 11));
        Map<String, Presence> seen = new TreeMap<>(Map.of(
                "t0", new Presence(3, ever),
                "t1", new Presence(5, ever),
                "t2", new Presence(8, 9),
                "t3", new Presence(12, ever),
                "t4", new Presence(20, ever)));
        assertThat(since(hits, seen)).isEqualTo(8);
        seen.put("t2", new Presence(4, 4.5));
        assertThat(since(hits, seen)).isEqualTo(4);
        assertThat(since(hits, Map.of("t3", new Presence(12, ever)))).isInfinite();
        assertThat(since(hits, Map.of())).isInfinite();
    }

    private static double since(List<Hit> hits, Map<String, Presence> seen) {
        List<Candidate> one = List.of(new Candidate("ann", OriginKind.AGENT, seen));
        List<Place> places = OriginRanking.of(hits, one, DAY, rows(0, 50));
        assertThat(place(places, OriginRanking.UNKNOWN_KEY).since()).isInfinite();
        return place(places, "ann").since();
    }

    @Test
    void an_interval_reaches_over_the_days_on_which_the_leak_may_have_been() {
        Map<String, Presence> recent = new TreeMap<>(rows(0, 4));
        recent.replaceAll((t, p) -> new Presence(15, Double.POSITIVE_INFINITY));
        List<Candidate> two = List.of(
                new Candidate("old", OriginKind.AGENT, rows(0, 4)), new Candidate("recent", OriginKind.AGENT, recent));
        List<Hit> hits = List.of(new Hit("t0", 31), new Hit("t1", 32), new Hit("t2", 33));
        List<Start> days = List.of(new Start(10, .5), new Start(20, .5));
        Place place = place(OriginRanking.of(hits, two, days, rows(0, 100)), "recent");
        assertThat(place.low()).isLessThan(.01);
        assertThat(place.high()).isBetween(.45, .55);
        assertThat(place.probability()).isBetween(place.low(), place.high());
    }

    @Test
    void a_person_may_be_named_from_four_matched_contacts_on_and_no_queue_ever() {
        Map<String, Presence> planted = rows(0, 500);
        List<Candidate> list = new ArrayList<>(List.of(
                new Candidate("ann", OriginKind.AGENT, rows(0, 8)),
                new Candidate("billing", OriginKind.QUEUE, rows(100, 104)),
                new Candidate("sales", OriginKind.QUEUE, rows(0, 50))));
        List<Hit> hits = hits(0, 4);
        Place first = OriginRanking.of(hits, list, DAY, planted).get(0);
        assertThat(first.key()).isEqualTo("ann");
        assertThat(first.nameable()).isTrue();
        assertThat(first.factor()).isGreaterThan(OriginRanking.NAMEABLE_FACTOR);
        Place three = OriginRanking.of(hits.subList(0, 3), list, DAY, planted).get(0);
        assertThat(three.probability()).isGreaterThan(.95);
        assertThat(three.nameable()).isFalse();
        Place queue = OriginRanking.of(hits(100, 104), list, DAY, planted).get(0);
        assertThat(queue.key()).isEqualTo("billing");
        assertThat(queue.nameable()).isFalse();
    }

    @Test
    void many_exports_weigh_no_more_than_one() {
        List<Candidate> list = new ArrayList<>();
        list.add(new Candidate("billing", OriginKind.QUEUE, rows(0, 10)));
        for (int i = 0; i < 20; i++) {
            list.add(new Candidate("export" + i, OriginKind.EXPORT, rows(0, 10)));
        }
        List<Place> places = OriginRanking.of(List.of(), list, DAY, rows(0, 10));
        assertThat(place(places, "billing").probability()).isEqualTo(.1 / .6, within(1e-12));
        assertThat(place(places, "export7").probability()).isEqualTo(.1 / 20 / .6, within(1e-12));
    }

    @Test
    void the_order_of_simultaneous_hits_of_origins_and_of_days_changes_nothing() {
        Random random = new Random(5);
        List<Candidate> list = office(random, 30, 80);
        List<Hit> hits = new ArrayList<>(List.of(new Hit("t3", 40), new Hit("t9", 40), new Hit("t5", 40)));
        List<Start> days = new ArrayList<>(List.of(new Start(10, .2), new Start(20, .5), new Start(30, .3)));
        List<Place> places = OriginRanking.of(hits, list, days, rows(0, 80));
        hits.add(new Hit("t9", 44));
        Collections.shuffle(hits, random);
        Collections.shuffle(days, random);
        assertThat(OriginRanking.of(hits, list, days, rows(0, 80))).isEqualTo(places);
        Collections.shuffle(list, random);
        List<Place> again = OriginRanking.of(hits, list, days, rows(0, 80));
        assertThat(again.stream().map(Place::key).toList())
                .isEqualTo(places.stream().map(Place::key).toList());
    }

    @Test
    void no_log_gives_anything_but_probabilities() {
        Random random = new Random(6);
        for (int i = 0; i < 60; i++) {
            int rows = 1 + random.nextInt(60);
            List<Candidate> list = office(random, random.nextInt(20), rows);
            List<Hit> hits = new ArrayList<>();
            for (int h = random.nextInt(120); h > 0; h--) {
                hits.add(new Hit("t" + random.nextInt(rows + 5), random.nextInt(60)));
            }
            List<Start> days = new ArrayList<>();
            for (int s = 1 + random.nextInt(9); s > 0; s--) {
                days.add(new Start(s * 7, random.nextDouble() + 1e-9));
            }
            List<Place> places = OriginRanking.of(hits, list, days, rows(0, rows));
            assertThat(places).hasSize(list.size() + 1);
            assertThat(places.stream().mapToDouble(Place::probability).sum()).isEqualTo(1, within(1e-9));
            assertThat(places)
                    .allMatch(p -> p.low() >= 0 && p.low() <= p.high() && p.high() <= 1 + 1e-12 && p.factor() >= 0);
            assertThat(OriginPairs.of(hits, list, days, rows(0, rows), 5))
                    .allMatch(p -> p.probability() >= 0 && p.probability() <= 1);
        }
    }

    @Test
    void two_who_share_the_work_are_found_as_a_pair() {
        Map<String, Presence> planted = rows(0, 300);
        List<Candidate> list = new ArrayList<>(office(new Random(7), 40, 300));
        list.add(new Candidate("ann", OriginKind.AGENT, rows(0, 5)));
        list.add(new Candidate("bob", OriginKind.AGENT, rows(5, 10)));
        OriginPairs.Pair first =
                OriginPairs.of(hits(1, 9), list, DAY, planted, 3).get(0);
        assertThat(List.of(first.first(), first.second())).containsExactly("ann", "bob");
        assertThat(first.matched()).isEqualTo(8);
        assertThat(first.factor()).isGreaterThan(1000);
        assertThat(first.probability()).isGreaterThan(.9);
    }

    @Test
    void two_origins_of_one_name_and_a_leak_without_a_day_are_refused() {
        Candidate ann = new Candidate("ann", OriginKind.AGENT, rows(0, 2));
        assertThatThrownBy(() -> OriginRanking.of(List.of(), List.of(ann, ann), DAY, rows(0, 2)))
                .hasMessageContaining("ann");
        assertThatThrownBy(() -> OriginRanking.of(List.of(), List.of(ann), List.of(), rows(0, 2)))
                .hasMessageContaining("day");
    }

    private static List<Candidate> office(Random random, int agents, int rows) {
        List<Candidate> out = new ArrayList<>();
        for (int a = 0; a < agents; a++) {
            Map<String, Presence> members = new HashMap<>();
            for (int t = 0; t < rows; t++) {
                if (random.nextInt(10) == 0) {
                    members.put("t" + t, new Presence(random.nextInt(30), 20 + random.nextInt(60)));
                }
            }
            out.add(new Candidate("o" + a, List.of(OriginKind.values()).get(random.nextInt(6)), members));
        }
        return out;
    }

    private static List<Hit> hits(int from, int until) {
        List<Hit> out = new ArrayList<>();
        for (int i = from; i < until; i++) {
            out.add(new Hit("t" + i, 11 + i));
        }
        return out;
    }

    private static Map<String, Presence> rows(int from, int until) {
        Map<String, Presence> out = new TreeMap<>();
        for (int i = from; i < until; i++) {
            out.put("t" + i, ALWAYS);
        }
        return out;
    }

    private static Place place(List<Place> places, String key) {
        return places.stream().filter(p -> p.key().equals(key)).findFirst().orElseThrow();
    }

    private static Map<String, Double> byKey(List<Place> places) {
        Map<String, Double> out = new TreeMap<>();
        places.forEach(p -> out.put(p.key(), p.probability()));
        return out;
    }
}
