package io.barium.replay.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.replay.live.LiveSettings.Through;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSettingsTest {
    private static LiveSettings settings(int canaries, Through through, int leakDay, double q) {
        return new LiveSettings(1, canaries, LiveSettings.START, 365, through, leakDay, 0, q, 0, 1);
    }

    @ParameterizedTest
    @CsvSource({"200, NOTHING, 60", "200, EVERYTHING, 60", "80, AGENT, 242", "7, EVERYTHING, 3", "41, EXPORT, 100"})
    void half_stands_before_the_first_day_and_all_a_month_before_the_leak(int canaries, Through through, int leakDay) {
        LiveSettings s = settings(canaries, through, leakDay, .1);
        List<Integer> standing = new ArrayList<>();
        for (int day = s.firstDay(); day < s.days(); day++) {
            if (s.plants(day)) {
                standing.add(s.standing(day));
                assertThat(Math.floorMod(day, 7)).isZero();
                assertThat(day).isLessThanOrEqualTo(Math.max(0, through == Through.NOTHING ? 56 : leakDay - 30));
            }
            if (day == -1) {
                assertThat(standing.get(standing.size() - 1)).isEqualTo((canaries + 1) / 2);
            }
        }
        assertThat(standing).isSorted().last().isEqualTo(canaries);
        assertThat(standing.get(0)).isPositive();
    }

    @Test
    void what_makes_no_world_is_refused_by_name() {
        assertThatThrownBy(() -> settings(1, Through.NOTHING, 0, 0)).hasMessageContaining("canaries: expected 2");
        assertThatThrownBy(() -> settings(9, Through.NOTHING, 0, 1)).hasMessageContaining("q: expected a share");
        assertThatThrownBy(() -> settings(9, Through.EXPORT, 20, 0)).hasMessageContaining("leakDay: expected more");
    }
}
