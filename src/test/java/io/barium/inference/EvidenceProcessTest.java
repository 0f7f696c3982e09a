package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EvidenceProcessTest {
    private static final Presence ALWAYS = new Presence(0, Double.POSITIVE_INFINITY);

    /** With no leak every labelling is as likely as the other, so the mean over all of them is the expectation of E. */
    @Test
    void the_mean_of_E_over_all_labellings_of_a_fixed_log_is_one() {
        for (int seed = 0; seed < 8; seed++) {
            List<Cluster> log = log(new Random(seed), 6 + seed % 3, seed % 2 == 0);
            double sum = 0;
            int labellings = 0;
            for (String first : arrangements("eelccc")) {
                for (String second : arrangements("elcc")) {
                    EvidenceProcess process = new EvidenceProcess(labelled(first + second));
                    log.forEach(process::take);
                    sum += Math.exp(process.logE());
                    labellings++;
                }
            }
            assertThat(sum / labellings).isEqualTo(1, within(1e-9));
        }
    }

    @Test
    void the_same_holds_among_siblings() {
        double sum = 0;
        int addresses = 7;
        int pairs = 0;
        for (int i = 0; i < addresses; i++) {
            for (int j = i + 1; j < addresses; j++) {
                Map<String, String> strata = new TreeMap<>(Map.of(mail(i), "mail", mail(j), "mail"));
                Origin all = new Origin("all", 1, Map.of(mail(i), ALWAYS, mail(j), ALWAYS));
                Grid grid = Grid.of(strata, List.of(all), List.of(0.0, 7.0)).among(Map.of("mail", addresses - 2));
                EvidenceProcess process = new EvidenceProcess(grid);
                for (int hit : new int[] {3, 0, 3, 5, 6}) {
                    boolean ours = hit == i || hit == j;
                    process.take(new Cluster(
                            "c" + hit,
                            10,
                            ours ? List.of(mail(hit)) : List.of(),
                            ours ? Map.of() : Map.of(mail(hit), "mail")));
                }
                sum += Math.exp(process.logE());
                pairs++;
            }
        }
        assertThat(sum / pairs).isEqualTo(1, within(1e-9));
    }

    @Test
    void re_hits_unknown_recipients_and_the_order_of_what_came_together_change_nothing() {
        Random random = new Random(5);
        List<Cluster> log = log(random, 12, true);
        EvidenceProcess plain = new EvidenceProcess(labelled("ceclcecelc"));
        EvidenceProcess noisy = new EvidenceProcess(labelled("ceclcecelc"));
        List<String> seen = new ArrayList<>();
        for (Cluster c : log) {
            plain.take(c);
            List<String> shuffled = new ArrayList<>(c.tokens());
            shuffled.addAll(seen);
            shuffled.add("nobody");
            Collections.shuffle(shuffled, random);
            noisy.take(new Cluster(c.id(), c.at(), shuffled, Map.of("no such sibling", "no such stratum")));
            seen.addAll(c.tokens());
        }
        assertThat(noisy.logE()).isEqualTo(plain.logE());
        assertThat(noisy.state().wealth()).isEqualTo(plain.state().wealth());
    }

    @Test
    void a_replay_split_anywhere_gives_the_same_bits() {
        List<Cluster> log = log(new Random(7), 14, false);
        Grid grid = labelled("lceccecelc");
        EvidenceProcess whole = new EvidenceProcess(grid);
        log.forEach(whole::take);
        for (int cut = 0; cut <= log.size(); cut++) {
            EvidenceProcess first = new EvidenceProcess(grid);
            log.subList(0, cut).forEach(first::take);
            EvidenceProcess second = new EvidenceProcess(grid, first.state());
            log.subList(cut, log.size()).forEach(second::take);
            assertThat(second.state().wealth()).isEqualTo(whole.state().wealth());
            assertThat(second.logE()).isEqualTo(whole.logE());
        }
    }

    @Test
    void no_log_makes_it_infinite_or_no_number() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int tokens = 1 + random.nextInt(3000);
            Map<String, String> strata = new TreeMap<>();
            Map<String, Presence> members = new TreeMap<>();
            for (int i = 0; i < tokens; i++) {
                strata.put(mail(i), "g" + random.nextInt(3));
                if (random.nextInt(10) == 0) {
                    members.put(
                            mail(i),
                            new Presence(random.nextInt(30), random.nextBoolean() ? 20 : Double.POSITIVE_INFINITY));
                }
            }
            Grid grid = Grid.of(strata, List.of(new Origin("all", 1, members)), List.of(0.0, 7.0, 14.0, 21.0));
            EvidenceProcess process = new EvidenceProcess(grid);
            for (int c = 0; c < 20; c++) {
                List<String> hits = new ArrayList<>();
                for (int i = 0; i < tokens; i++) {
                    if (random.nextInt(c == 3 ? 2 : 20) == 0 && (c != 5 || members.containsKey(mail(i)))) {
                        hits.add(mail(i));
                    }
                }
                process.take(new Cluster("c" + random.nextInt(15), random.nextInt(40), hits));
                assertThat(process.logE()).isFinite();
            }
        }
    }

    /**
     * Six lines of one block and four of another; of two origins one has those that were planted late from day 8 on.
     *
     * @param labels a letter a line: control, early, late
     */
    private static Grid labelled(String labels) {
        Map<String, String> strata = new TreeMap<>();
        Map<String, Presence> all = new TreeMap<>();
        Map<String, Presence> some = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            strata.put(line(i), i < 6 ? "block1" : "block2");
            char label = labels.charAt(i);
            if (label != 'c') {
                all.put(line(i), ALWAYS);
                some.put(line(i), new Presence(label == 'l' ? 8 : 0, Double.POSITIVE_INFINITY));
            }
        }
        return Grid.of(
                strata, List.of(new Origin("all", .5, all), new Origin("some", .5, some)), List.of(0.0, 7.0, 14.0));
    }

    /** All distinct orders of some letters. */
    private static Set<String> arrangements(String letters) {
        if (letters.isEmpty()) {
            return Set.of("");
        }
        Set<String> out = new TreeSet<>();
        for (int i = 0; i < letters.length(); i++) {
            for (String rest : arrangements(letters.substring(0, i) + letters.substring(i + 1))) {
                out.add(letters.charAt(i) + rest);
            }
        }
        return out;
    }

    private static List<Cluster> log(Random random, int clusters, boolean bursts) {
        List<Cluster> log = new ArrayList<>();
        for (int c = 0; c < clusters; c++) {
            List<String> hits = new ArrayList<>();
            int most = bursts && c % 3 == 1 ? 6 : 2;
            for (int k = 0; k < 1 + random.nextInt(most); k++) {
                hits.add(line(random.nextInt(10)));
            }
            log.add(new Cluster("c" + random.nextInt(clusters), 1 + 2 * c, hits));
        }
        return log;
    }

    private static String line(int i) {
        return "line" + i;
    }

    private static String mail(int i) {
        return String.format("mail%05d", i);
    }
}
