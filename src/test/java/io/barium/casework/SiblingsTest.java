package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.casework.StratumFacts.Lot;
import io.barium.persona.AddressGenerator;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SiblingsTest {
    private static final String DOMAIN = "post.example.org";
    private static final Map<String, Double> USUAL = Map.of(
            "{given}.{family}",
            40.0,
            "{g}{family}",
            20.0,
            "{given}{family}{yy}",
            25.0,
            "{family}",
            5.0,
            "{given}{n3}",
            10.0);
    private static final Instant MONDAY = Instant.parse("2026-08-03T09:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-08-04T09:00:00Z");

    @Test
    void there_are_a_thousand_for_each_planted_address_up_to_a_bound() {
        Siblings siblings = Siblings.of(List.of(
                stratum("one", 1, "en_US", lot(MONDAY, 3), lot(TUESDAY, 4)),
                stratum("two", 2, "de_DE", lot(MONDAY, 150))));
        assertThat(siblings.counts()).isEqualTo(Map.of("one", 7_000, "two", Siblings.MOST));
    }

    @Test
    void each_is_a_draw_of_the_stratum_s_generator_and_nothing_else_is() {
        Siblings siblings = Siblings.of(List.of(stratum("one", 77, "en_GB", lot(MONDAY, 2))));
        List<String> drawn = draws(77, "en_GB", 2_000);
        Map<String, Long> times = drawn.stream().collect(Collectors.groupingBy(a -> a, Collectors.counting()));
        assertThat(times.values()).anyMatch(n -> n > 1);
        times.forEach((address, n) -> assertThat(siblings.at(address)).hasSize(Math.toIntExact(n)));
        List<String> others = draws(78, "en_GB", 2_000);
        others.removeAll(times.keySet());
        assertThat(others)
                .hasSizeGreaterThan(1_500)
                .allMatch(a -> siblings.at(a).isEmpty());
    }

    @Test
    void case_and_plus_tags_do_not_matter_the_domain_does() {
        Siblings siblings = Siblings.of(List.of(stratum("one", 5, "fr_FR", lot(MONDAY, 1))));
        String address = draws(5, "fr_FR", 1).get(0);
        String local = address.substring(0, address.indexOf('@'));
        assertThat(siblings.at("<" + local.toUpperCase(java.util.Locale.ROOT) + "+shop@POST.Example.org>"))
                .containsEntry(address + "#1", "one");
        assertThat(siblings.at(local + "@elsewhere.example.org")).isEmpty();
        assertThat(siblings.at(local)).isEmpty();
        assertThat(siblings.at("")).isEmpty();
    }

    @Test
    void the_same_facts_give_the_same_siblings_and_later_lots_only_add_to_them() {
        StratumFacts before = stratum("one", 9, "de_DE", lot(MONDAY, 3));
        StratumFacts after =
                stratum("one", 9, "de_DE", lot(MONDAY, 3), new Lot(TUESDAY, 2, Map.of("{family}{n4}", 1.0)));
        Siblings one = Siblings.of(List.of(before));
        Siblings again = Siblings.of(List.of(before));
        Siblings grown = Siblings.of(List.of(stratum("other", 3, "en_US", lot(MONDAY, 1)), after));
        for (String address : draws(9, "de_DE", 3_000)) {
            assertThat(again.at(address)).isEqualTo(one.at(address));
            assertThat(grown.at(address).values().stream().filter("one"::equals))
                    .hasSameSizeAs(one.at(address).values());
        }
        assertThat(grown.counts()).isEqualTo(Map.of("one", 5_000, "other", 1_000));
    }

    @Test
    void an_address_that_two_strata_drew_is_a_sibling_in_both() {
        Siblings siblings = Siblings.of(
                List.of(stratum("one", 4, "en_US", lot(MONDAY, 2)), stratum("two", 4, "en_US", lot(MONDAY, 1))));
        String address = draws(4, "en_US", 1).get(0);
        assertThat(siblings.at(address).values()).contains("one", "two");
        assertThat(siblings.at(address).keySet()).allMatch(id -> id.matches(".+@post.example.org#[0-9]+"));
    }

    @Test
    void a_locale_without_known_names_has_none() {
        Siblings siblings = Siblings.of(List.of(
                stratum("one", 4, "ja_JP", lot(MONDAY, 2)), stratum("two", 4, "en_US", new Lot(MONDAY, 3, Map.of()))));
        assertThat(siblings.counts()).isEmpty();
        assertThat(siblings.at("taro@" + DOMAIN)).isEmpty();
    }

    @Test
    void who_tries_frequent_names_first_reaches_planted_addresses_by_their_share() {
        Siblings siblings = Siblings.of(List.of(stratum("one", 31, "en_US", lot(MONDAY, 100))));
        Set<String> tokens = new HashSet<>(draws(32, "en_US", 4_000));
        // a dictionary: what came up most often among very many addresses
        Map<String, Integer> seen = new TreeMap<>();
        draws(33, "en_US", 400_000).forEach(a -> seen.merge(a, 1, Integer::sum));
        List<String> dictionary = seen.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(5_000)
                .map(Map.Entry::getKey)
                .toList();
        long reachedTokens = dictionary.stream().filter(tokens::contains).count();
        long reachedSiblings =
                dictionary.stream().mapToLong(a -> siblings.at(a).size()).sum();
        long distinct = dictionary.stream()
                .filter(a -> !siblings.at(a).isEmpty() && !tokens.contains(a))
                .count();
        double share = reachedTokens / (double) (reachedTokens + reachedSiblings);
        double expected = tokens.size() / (double) (tokens.size() + 100_000);
        double deviation = Math.sqrt(expected * (1 - expected) / (reachedTokens + reachedSiblings));
        System.out.printf(
                "a dictionary of %,d frequent names: tokens %d, siblings %,d (as addresses that are no tokens: %,d);"
                        + " share of tokens %.4f, expected %.4f +- %.4f%n",
                dictionary.size(), reachedTokens, reachedSiblings, distinct, share, expected, deviation);
        assertThat(share).isLessThan(expected + 4 * deviation).isGreaterThan(expected / 2);
    }

    @Test
    void half_a_million_are_drawn_within_seconds() {
        List<StratumFacts> strata = IntStream.range(0, 10)
                .mapToObj(i -> stratum(
                        "s" + i, i, List.of("en_US", "en_GB", "de_DE", "fr_FR").get(i % 4), lot(MONDAY, 50)))
                .toList();
        Siblings.of(List.of(stratum("warm", 1, "en_US", lot(MONDAY, 50))));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long busy = threads.getCurrentThreadCpuTime();
        Siblings siblings = Siblings.of(strata);
        double cpu = (threads.getCurrentThreadCpuTime() - busy) / 1e9;
        double seconds = (System.nanoTime() - start) / 1e9;
        int all =
                siblings.counts().values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%,d siblings in %.2f s, %.2f s of them on a processor%n", all, seconds, cpu);
        assertThat(all).isEqualTo(500_000);
        assertThat(cpu).isLessThan(3);
    }

    private static List<String> draws(long seed, String locale, int n) {
        AddressGenerator generator = AddressGenerator.of(locale, USUAL).orElseThrow();
        Random random = new Random(seed);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(generator.localPart(random) + "@" + DOMAIN);
        }
        return out;
    }

    private static Lot lot(Instant at, int planted) {
        return new Lot(at, planted, USUAL);
    }

    private static StratumFacts stratum(String name, long seed, String locale, Lot... lots) {
        return new StratumFacts(name, seed, DOMAIN, locale, List.of(lots));
    }
}
