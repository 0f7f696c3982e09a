package io.barium.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is kept of campaigns and tokens, against the JDK's collections that would hold the same; and how much, by what a
 * thread allocates to keep it, which is more than what stays: growing leaves arrays behind.
 */
class MemoryTest {
    private static final int MANY = 100_000;
    private static final Instant AT = Instant.parse("2026-08-14T09:00:00Z");
    private static final Watched LINE = new Watched(7, Watched.Kind.PHONE, "block", 3L);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SplittableRandom random = new SplittableRandom(20261127);

    private static Observation call(long seq) {
        return new Observation(
                seq, seq, AT, 1L, seq, true, List.of(LINE.id()), Map.of(), List.of(), 1, false, List.of(), 0);
    }

    private static long allocated() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    @Test
    void a_campaign_of_one_contact_takes_little() {
        List<Observation> calls = new ArrayList<>();
        for (long seq = 1; seq <= MANY; seq++) {
            calls.add(call(seq));
        }
        Tallies tallies = new Tallies();
        CaseFacts facts = new CaseFacts(AT);
        long before = allocated();
        for (Observation o : calls) {
            tallies.of(o.campaign(), AT).reached(LINE);
            facts.contact(o);
            facts.touched(o, LINE, 3);
        }
        assertThat((allocated() - before) / MANY).isLessThan(250);
        assertThat(facts.campaigns()).isEqualTo(MANY);
        assertThat(facts.following(seq -> seq > MANY - 2)).containsExactly(MANY - 1L, (long) MANY);
        assertThat(facts.hits(seq -> seq == 5)).hasSize(1);
        assertThat(facts.hits(seq -> seq > MANY)).isEmpty();
    }

    @Test
    void a_token_takes_little() {
        Tokens.Collector collector = new Tokens.Collector();
        for (long id = MANY; id > 0; id--) {
            collector.add(new Watched(id, Watched.Kind.PHONE, "block", id % 2 == 0 ? id : null));
        }
        long before = allocated();
        Tokens tokens = collector.tokens();
        assertThat((allocated() - before) / MANY).isLessThan(60);
        assertThat(tokens.count(Watched.Kind.PHONE, true)).isEqualTo(MANY / 2);
    }

    @Test
    void a_token_that_comes_twice_and_in_no_order_is_one() {
        Watched control = new Watched(Integer.MAX_VALUE, Watched.Kind.MAIL, "domain", null);
        Tokens tokens = new Tokens.Collector()
                .add(control)
                .add(LINE)
                .add(control)
                .add(LINE)
                .tokens();
        assertThat(tokens.stream()).containsExactly(LINE, control);
        assertThat(tokens.find(7)).isEqualTo(LINE);
        assertThat(tokens.find(8)).isNull();
        assertThat(tokens.find((1L << 32) + 7)).isNull();
        assertThat(tokens.count(Watched.Kind.MAIL, false)).isEqualTo(1);
        assertThat(tokens.count(Watched.Kind.MAIL, true)).isZero();
    }

    @Test
    void numbers_are_found_by_sequence_in_whatever_order_they_came_and_the_first_one_stays() {
        SeqMap map = new SeqMap();
        Map<Long, Long> oracle = new HashMap<>();
        for (long i = 0; i < 30_000; i++) {
            long seq = i < 10_000 ? i * 5 : i < 20_000 ? 200_000 - i : random.nextLong(150_000);
            map.putIfAbsent(seq, i);
            oracle.putIfAbsent(seq, i);
        }
        for (long seq = -1; seq <= 200_001; seq++) {
            assertThat(map.getOrDefault(seq, -7)).isEqualTo(oracle.getOrDefault(seq, -7L));
        }
        assertThat(map.values(seq -> seq % 2 == 0).sum())
                .isEqualTo(oracle.entrySet().stream()
                        .filter(e -> e.getKey() % 2 == 0)
                        .mapToLong(Map.Entry::getValue)
                        .sum());
    }

    @Test
    void sequences_come_out_in_order() {
        SeqSet set = new SeqSet();
        TreeSet<Long> oracle = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            long seq = random.nextLong(1L << (10 + i % 30));
            set.add(seq);
            oracle.add(seq);
        }
        assertThat(set.stream().boxed().toList()).isEqualTo(List.copyOf(oracle));
        assertThat(set.size()).isEqualTo(oracle.size());
    }

    @Test
    void a_tally_counts_what_is_reached_once_and_follows_as_the_sets_would() {
        for (int round = 0; round < 300; round++) {
            Tally tally = new Tally(0);
            TreeSet<Long> planted = new TreeSet<>();
            TreeSet<Long> others = new TreeSet<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                long id = 1L + random.nextInt(9);
                int what = random.nextInt(10);
                if (what < 6) {
                    tally.reached(new Watched(id, Watched.Kind.PHONE, "block", id));
                    planted.add(id);
                } else if (what < 8) {
                    tally.reached(new Watched(100 + id, Watched.Kind.MAIL, "domain", null));
                    others.add(100 + id);
                } else {
                    tally.sibling((int) id);
                    others.add(-1 - id);
                }
            }
            double log = Math.log(.05 / .95)
                    + planted.size() * Math.log(.4 + .6 * 20)
                    + others.size() * Math.log(.4)
                    + Math.log(.4 / .99);
            assertThat(tally.follows(20, 1)).isEqualTo(log > Math.log(19));
            assertThat(tally.knowsControls(200))
                    .isEqualTo(others.stream().anyMatch(id -> id > 0)
                            && others.stream().noneMatch(id -> id < 0));
        }
    }
}
