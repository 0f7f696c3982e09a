package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordingTest {
    @Test
    void numbers_links_addresses_accents_and_names_are_left_out() {
        assertThat(Wording.letters(
                        "Dear Mr. John Smith, pay 1.99 at https://x.example/a or ask me@x.example, Z\u00fcrich!",
                        Set.of()))
                .hasToString("dearmrpayatoraskzurich");
        assertThat(Wording.letters("Zahlung von Krause offen", Set.of("krause")))
                .hasToString("zahlungvonoffen");
    }

    @Test
    void letters_that_only_look_latin_count_as_latin() {
        assertThat(Wording.letters("\u0440\u0430yment \u043ever\u200bdue", Set.of()))
                .hasToString("paymentoverdue");
    }

    @Test
    void the_estimate_is_near_the_share_of_common_shingles() {
        SplittableRandom random = new SplittableRandom(5);
        double error = 0;
        int pairs = 200;
        for (int i = 0; i < pairs; i++) {
            String a = letters(random, 300);
            int common = random.nextInt(300);
            String b = a.substring(0, common) + letters(random, 300 - common);
            double likeness = Wording.of(a, Set.of()).likeness(Wording.of(b, Set.of()));
            assertThat(likeness).isCloseTo(jaccard(a, b), within(.25));
            error += likeness - jaccard(a, b);
        }
        assertThat(error / pairs).as("bias").isCloseTo(0, within(.015));
    }

    private static String letters(SplittableRandom random, int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.append((char) ('a' + random.nextInt(26)));
        }
        return out.toString();
    }

    private static double jaccard(String a, String b) {
        Set<String> both = shingles(a);
        both.retainAll(shingles(b));
        Set<String> any = shingles(a);
        any.addAll(shingles(b));
        return (double) both.size() / any.size();
    }

    private static Set<String> shingles(String text) {
        Set<String> out = new HashSet<>();
        for (int i = 0; i + 5 <= text.length(); i++) {
            out.add(text.substring(i, i + 5));
        }
        return out;
    }

    @Test
    void the_shorter_the_text_the_more_alike_it_must_be() {
        Wording tiny = new Wording(19, new int[0]);
        Wording little = new Wording(30, new int[0]);
        Wording middling = new Wording(80, new int[0]);
        Wording lengthy = new Wording(400, new int[0]);
        assertThat(lengthy.weight(tiny, 1)).isZero();
        assertThat(lengthy.weight(little, 1)).isEqualTo(.5);
        assertThat(lengthy.weight(middling, .55)).isEqualTo(.5);
        assertThat(lengthy.weight(middling, .65)).isEqualTo(1);
        assertThat(lengthy.weight(lengthy, .25)).isZero();
        assertThat(lengthy.weight(lengthy, .35)).isEqualTo(.5);
        assertThat(lengthy.weight(lengthy, .5)).isEqualTo(1);
    }

    @Test
    void an_index_with_few_places_keeps_what_is_seen_again() {
        WordingIndex index = new WordingIndex(4);
        SplittableRandom random = new SplittableRandom(6);
        Wording often = Wording.of(letters(random, 100), Set.of());
        for (int i = 0; i < 50; i++) {
            index.add(often, 1, i, index.similar(often, 0, c -> c));
            Wording once = Wording.of(letters(random, 100), Set.of());
            index.add(once, 100 + i, i, index.similar(once, 0, c -> c));
        }
        assertThat(index.similar(often, 0, c -> c)).singleElement().satisfies(s -> {
            assertThat(s.campaign()).isEqualTo(1);
            assertThat(s.likeness()).isEqualTo(1);
        });
        assertThat(index.similar(often, 1_000, c -> c)).isEmpty();
    }

    @Test
    void an_index_that_has_grown_still_finds_everything_up_to_its_bound() {
        int most = 1_500;
        WordingIndex index = new WordingIndex(most);
        SplittableRandom random = new SplittableRandom(7);
        List<Wording> all = new ArrayList<>();
        for (int i = 0; i < most + 100; i++) {
            Wording wording = Wording.of(letters(random, 100), Set.of());
            all.add(wording);
            index.add(wording, i, i, index.similar(wording, 0, c -> c));
        }
        for (int i = 0; i < all.size(); i++) {
            List<WordingIndex.Similar> found = index.similar(all.get(i), 0, c -> c);
            if (i < 100) {
                assertThat(found).as("gave way").isEmpty();
            } else {
                assertThat(found)
                        .singleElement()
                        .extracting(WordingIndex.Similar::campaign)
                        .isEqualTo((long) i);
            }
        }
    }

    @Test
    void an_index_that_has_seen_little_takes_little_memory() {
        Wording one = Wording.of(letters(new SplittableRandom(8), 100), Set.of());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        WordingIndex index = new WordingIndex(1 << 20);
        index.add(one, 1, 1, List.of());
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300_000);
        assertThat(index.similar(one, 0, c -> c)).hasSize(1);
    }
}
