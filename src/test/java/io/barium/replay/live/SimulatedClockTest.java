package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private static final Instant START = Instant.parse("2019-01-01T00:00:00Z");

    private final SimulatedClock clock = new SimulatedClock(START);

    @Test
    void it_stands_still_until_it_is_set_and_never_goes_back() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
        clock.advance(START.plusSeconds(60));
        clock.advance(START.plusSeconds(30));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void set_free_it_goes_on_from_where_it_stood_at_the_speed_of_real_time() {
        clock.advance(START.plusSeconds(60));
        long before = System.nanoTime();
        clock.run();
        Instant first = clock.instant();
        Instant second;
        do {
            second = clock.instant();
        } while (!second.isAfter(first));
        Duration real = Duration.ofNanos(System.nanoTime() - before);
        assertThat(first).isAfterOrEqualTo(START.plusSeconds(60));
        assertThat(Duration.between(START.plusSeconds(60), second)).isLessThanOrEqualTo(real);
    }

    @Test
    void set_again_it_stands_still_again() {
        clock.run();
        clock.advance(START.plusSeconds(3_600));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(3_600)).isEqualTo(clock.instant());
    }
}
