package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelDrawTest {
    private static final List<String> FOUR = List.of("a@x.example", "b@x.example", "c@x.example", "d@x.example");

    @Test
    void each_of_the_six_halves_of_four_values_is_equally_likely() {
        int draws = 60_000;
        Map<Set<String>, Integer> count = new HashMap<>();
        for (long seed = 0; seed < draws; seed++) {
            count.merge(LabelDraw.planted(seed, FOUR), 1, Integer::sum);
        }
        assertThat(count).hasSize(6);
        double expected = draws / 6.0;
        double chiSquare = count.values().stream()
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
        // 0.999 quantile of chi-square with 5 degrees of freedom
        assertThat(chiSquare).isLessThan(20.52);
    }

    @Test
    void does_not_depend_on_the_order_of_the_values() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            values.add("v" + i);
        }
        Set<String> planted = LabelDraw.planted(5, values);
        Collections.shuffle(values, new Random(1));
        assertThat(LabelDraw.planted(5, values)).isEqualTo(planted).hasSize(25);
        assertThat(LabelDraw.planted(6, values)).isNotEqualTo(planted);
    }

    @Test
    void an_odd_number_of_values_has_no_halves() {
        assertThatThrownBy(() -> LabelDraw.planted(1, List.of("a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
