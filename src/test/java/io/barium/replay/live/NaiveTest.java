package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NaiveTest {
    private static final Instant START = Instant.parse("2019-01-01T00:00:00Z");

    private final Naive naive = new Naive();

    private static Instant day(double day) {
        return START.plusSeconds((long) (day * 86_400));
    }

    @Test
    void nothing_gives_no_alarm() {
        assertThat(naive.anyHit()).isNull();
        assertThat(naive.threeDistinct()).isNull();
        assertThat(naive.mostHits(Map.of("ann", Map.of("r1", day(0)))))
                .isEqualTo(new Naive.Accused(java.util.List.of(), 0, 0));
    }

    @Test
    void any_contact_is_an_alarm_from_the_first_on() {
        naive.take(day(3), "r1");
        naive.take(day(4), "r1");
        assertThat(naive.anyHit()).isEqualTo(day(3));
        assertThat(naive.contacts()).isEqualTo(2);
    }

    @Test
    void three_distinct_records_within_thirty_days_are_an_alarm_at_the_third() {
        naive.take(day(1), "r1");
        naive.take(day(2), "r1");
        naive.take(day(3), "r2");
        naive.take(day(30), "r2");
        assertThat(naive.threeDistinct()).as("two distinct ones").isNull();
        naive.take(day(31), "r3");
        assertThat(naive.threeDistinct())
                .as("r1 was contacted again on day 2, r2 on day 30")
                .isEqualTo(day(31));
        naive.take(day(40), "r4");
        assertThat(naive.threeDistinct()).as("the first alarm counts").isEqualTo(day(31));
    }

    @Test
    void the_thirty_days_end_with_the_thirtieth() {
        naive.take(day(0), "r1");
        naive.take(day(10), "r2");
        naive.take(day(30).plus(Duration.ofSeconds(1)), "r3");
        assertThat(naive.threeDistinct()).isNull();

        Naive exactly = new Naive();
        exactly.take(day(0), "r1");
        exactly.take(day(10), "r2");
        exactly.take(day(30), "r3");
        assertThat(exactly.threeDistinct()).isEqualTo(day(30));
    }

    @Test
    void counting_accuses_whoever_looked_at_most_of_them_before_they_were_contacted() {
        naive.take(day(10), "r1");
        naive.take(day(11), "r2");
        naive.take(day(12), "r3");
        naive.take(day(20), "r3");
        Map<String, Map<String, Instant>> accesses = Map.of(
                "ann", Map.of("r1", day(1), "r2", day(1), "r9", day(1)),
                "bob", Map.of("r1", day(1), "r2", day(12), "r3", day(15)),
                "eve", Map.of("r9", day(1)));
        Naive.Accused accused = naive.mostHits(accesses);
        assertThat(accused.who()).containsExactly("ann");
        assertThat(accused.matched()).isEqualTo(2);
        assertThat(accused.of()).isEqualTo(3);
    }

    @Test
    void a_tie_accuses_all_who_share_the_first_place() {
        naive.take(day(10), "r1");
        naive.take(day(11), "r2");
        Naive.Accused accused =
                naive.mostHits(Map.of("zoe", Map.of("r1", day(1)), "ann", Map.of("r2", day(1)), "eve", Map.of()));
        assertThat(accused.who()).containsExactly("ann", "zoe");
        assertThat(accused.matched()).isEqualTo(1);
    }
}
