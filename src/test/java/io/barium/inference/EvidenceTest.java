package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final int LINES = 8;
    private static final int ADDRESSES = 6;

    /** A step of a log: what came, by which way. */
    private record Step(String channel, List<String> marks, Cluster cluster, double chance, String quote) {}

    /** Half of the lines of a block are planted and two of the addresses, whichever. */
    @Test
    void the_mean_over_all_labellings_is_one_with_averaged_marks_siblings_and_searches_that_find_nothing() {
        for (int seed = 0; seed < 6; seed++) {
            List<Step> log = log(new Random(seed), 12, 0);
            double sum = 0;
            int labellings = 0;
            for (int lines = 0; lines < 1 << LINES; lines++) {
                for (int mails = 0; mails < 1 << ADDRESSES; mails++) {
                    if (Integer.bitCount(lines) == LINES / 2 && Integer.bitCount(mails) == 2) {
                        Evidence evidence = evidence(lines, mails, null);
                        log.forEach(step -> play(evidence, step));
                        sum += Math.exp(evidence.logByLabels());
                        labellings++;
                    }
                }
            }
            assertThat(sum / labellings).isEqualTo(1, within(1e-9));
        }
    }

    /** Each contact quotes something with the chance that was told, one after the other. */
    @Test
    void accidental_quotes_do_not_raise_it_on_average() {
        double chance = .03;
        int contacts = 12;
        double mean = 0;
        for (int path = 0; path < 1 << contacts; path++) {
            Evidence evidence = evidence(0b1111, 0b11, null);
            double p = 1;
            for (int i = 0; i < contacts; i++) {
                boolean quotes = (path >> i & 1) == 1;
                p *= quotes ? chance : 1 - chance;
                evidence.searched(30 + i, chance);
                if (quotes) {
                    evidence.quoted(30 + i, "ticket" + i);
                }
            }
            mean += p * Math.exp(evidence.logByLabels());
        }
        double expected = 0;
        for (double[] cap : new double[][] {{10, .1}, {100, .1}, {1_000, .2}, {10_000, .6}}) {
            expected += cap[1] * Math.pow((1 + chance * cap[0]) * Math.exp(-chance * cap[0]), contacts);
        }
        assertThat(mean).isEqualTo(expected, within(1e-9)).isLessThanOrEqualTo(1);
    }

    @Test
    void a_single_quote_is_worth_a_call_but_never_more_than_its_cap() {
        Evidence evidence = evidence(0b1111, 0b11, null);
        evidence.searched(30, 1e-8);
        evidence.quoted(30, "HD-1");
        assertThat(evidence.logE(30)).isBetween(Math.log(1_000), Math.log(10_001));
        double once = evidence.logE(30);
        assertThat(evidence.quoted(31, "HD-1")).isFalse();
        assertThat(evidence.logE(31)).isEqualTo(once);
    }

    @Test
    void splitting_it_anywhere_and_going_on_from_stored_state_gives_the_same_bits() throws JsonProcessingException {
        List<Step> log = log(new Random(9), 30, .1);
        Evidence whole = evidence(0b10110100, 0b001001, .05);
        log.forEach(step -> play(whole, step));
        ObjectMapper json = new ObjectMapper();
        for (int cut = 0; cut <= log.size(); cut++) {
            Evidence first = evidence(0b10110100, 0b001001, .05);
            log.subList(0, cut).forEach(step -> play(first, step));
            String stored = json.writeValueAsString(first.state());
            assertThat(stored).doesNotContain("NaN").doesNotContain("Infinity");
            Evidence second = evidence(0b10110100, 0b001001, .05).restore(json.readValue(stored, Evidence.State.class));
            log.subList(cut, log.size()).forEach(step -> play(second, step));
            assertThat(second.logByLabels()).isEqualTo(whole.logByLabels());
            assertThat(second.logGuarded(80, 1)).isEqualTo(whole.logGuarded(80, 1));
            assertThat(second.cells(80, true)).isEqualTo(whole.cells(80, true));
        }
    }

    @Test
    void re_hits_unknown_recipients_and_the_order_inside_a_contact_change_nothing() {
        Random random = new Random(4);
        Evidence plain = evidence(0b10110100, 0b001001, .05);
        Evidence noisy = evidence(0b10110100, 0b001001, .05);
        Map<String, List<String>> seen = new TreeMap<>();
        for (Step step : log(random, 30, .1)) {
            play(plain, step);
            Cluster c = step.cluster();
            List<String> before = seen.computeIfAbsent(step.channel(), k -> new ArrayList<>());
            List<String> tokens = new ArrayList<>(c.tokens());
            Collections.shuffle(tokens, random);
            tokens.add("nobody");
            play(
                    noisy,
                    new Step(
                            step.channel(),
                            step.marks(),
                            new Cluster(c.id(), c.at(), tokens, c.siblings(), c.seen()),
                            step.chance(),
                            step.quote()));
            before.addAll(c.tokens());
            noisy.take(step.channel(), "any", new Cluster("again", c.seen(), before, Map.of(), c.seen()));
            assertThat(noisy.logByLabels()).isEqualTo(plain.logByLabels());
            assertThat(noisy.logGuarded(c.seen(), 1)).isEqualTo(plain.logGuarded(c.seen(), 1));
        }
    }

    @Test
    void no_log_makes_it_infinite_or_no_number() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Evidence evidence =
                    evidence(random.nextInt(1 << LINES), random.nextInt(1 << ADDRESSES), random.nextDouble());
            for (Step step : log(random, 60, random.nextDouble())) {
                play(evidence, step);
                for (double now : new double[] {-5, step.cluster().seen(), 1e6}) {
                    assertThat(evidence.logE(now)).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
                }
                assertThat(evidence.logE(step.cluster().seen())).isFinite();
            }
        }
    }

    @Test
    void a_mailing_to_all_planted_addresses_is_one_stray_event() {
        Evidence evidence = evidence(0b1111, 0b111111, .002);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            all.add("mail" + i);
        }
        evidence.take("mail", "any", new Cluster("mailing", 40, all));
        assertThat(evidence.logByLabels()).isGreaterThan(Math.log(1_000));
        double one = evidence.logGuarded(40, 1);
        Evidence single = evidence(0b1111, 0b111111, .002);
        single.take("mail", "any", new Cluster("one", 40, List.of("mail0")));
        assertThat(one).isEqualTo(single.logGuarded(40, 1));
    }

    @Test
    void what_guesses_addresses_is_no_stray_and_is_judged_by_labels_from_then_on() {
        Evidence guessing = evidence(0b1111, 0b000011, .002);
        guessing.take("mail", "any", new Cluster("guess", 40, List.of("mail0", "mail5"), Map.of("s1", "domain")));
        assertThat(guessing.logGuarded(40, 1)).isLessThan(0);
        guessing.take("mail", "any", new Cluster("guess", 40, List.of("mail1"), Map.of(), 41));
        Evidence quiet = evidence(0b1111, 0b000011, .002);
        assertThat(guessing.logGuarded(41, 1)).isGreaterThan(quiet.logGuarded(41, 1) + 1);
    }

    @Test
    void a_state_of_another_make_is_refused_by_name() {
        Evidence.State state = evidence(0b1111, 0b11, null).state();
        Evidence other = new Evidence(grid("line", LINES, 1, 0));
        other.channel("fax", grid("line", LINES, 1, 0), List.of("any"), null);
        assertThatThrownBy(() -> other.restore(state)).hasMessageContaining("no channel fax");
        assertThatThrownBy(() -> other.take("phone", "any", new Cluster("c", 1, List.of())))
                .hasMessageContaining("no channel phone");
    }

    private static Evidence evidence(int plantedLines, int plantedMails, @Nullable Double nu) {
        Grid phone = grid("line", LINES, plantedLines, 0);
        Grid mail = grid("mail", ADDRESSES, plantedMails, nu == null ? 0 : 500);
        return new Evidence(phone)
                .channel("phone", phone, List.of("any", "brand"), null)
                .channel("mail", mail, List.of("any"), nu);
    }

    private static Grid grid(String kind, int size, int planted, int siblings) {
        Map<String, String> strata = new TreeMap<>();
        Map<String, Presence> all = new TreeMap<>();
        Map<String, Presence> late = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            strata.put(kind + i, "domain");
            if ((planted >> i & 1) == 1) {
                all.put(kind + i, new Presence(0, Double.POSITIVE_INFINITY));
                late.put(kind + i, new Presence(10, 45));
            }
        }
        List<Origin> origins = List.of(new Origin("all", .7, all), new Origin("late", .3, late));
        return Grid.of(strata, origins, List.of(0.0, 14.0, 28.0)).among(Map.of("domain", siblings));
    }

    private static void play(Evidence evidence, Step step) {
        evidence.searched(step.cluster().seen(), step.chance());
        step.marks().forEach(mark -> evidence.take(step.channel(), mark, step.cluster()));
        if (!step.quote().isEmpty()) {
            evidence.quoted(step.cluster().at(), step.quote());
        }
    }

    private static List<Step> log(Random random, int steps, double quotes) {
        List<Step> log = new ArrayList<>();
        Map<String, Double> began = new TreeMap<>();
        for (int i = 0; i < steps; i++) {
            boolean phone = random.nextBoolean();
            double seen = 1 + 2.5 * i + random.nextDouble();
            String id = (phone ? "p" : "m") + random.nextInt(8);
            double at = began.computeIfAbsent(id, k -> seen);
            List<String> tokens = new ArrayList<>();
            for (int k = 0; k < 1 + random.nextInt(random.nextInt(4) == 0 ? 5 : 1); k++) {
                tokens.add(phone ? "line" + random.nextInt(LINES) : "mail" + random.nextInt(ADDRESSES));
            }
            Map<String, String> siblings = new TreeMap<>();
            if (quotes > 0 && !phone && random.nextInt(5) == 0) {
                siblings.put("s" + random.nextInt(9), "domain");
            }
            log.add(new Step(
                    phone ? "phone" : "mail",
                    phone && random.nextBoolean() ? List.of("any", "brand") : List.of("any"),
                    new Cluster(id, at, tokens, siblings, seen),
                    quotes > 0 ? 1e-6 : 0,
                    random.nextDouble() < quotes ? "ticket" + random.nextInt(5) : ""));
        }
        return log;
    }
}
