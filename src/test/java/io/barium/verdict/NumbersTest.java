package io.barium.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | less than 0.1 %",
                "0.00099 | less than 0.1 %",
                "0.0234 | 2.3 %",
                "0.02 | 2 %",
                "0.0994 | 9.9 %",
                "0.0996 | 10 %",
                "0.955 | 96 %",
                "0.9904 | 99 %",
                "0.9951 | 99.5 %",
                "0.9991 | more than 99.9 %",
                "1 | more than 99.9 %",
                "NaN | unknown",
            })
    void a_probability_is_rounded_and_never_certain(double p, String words) {
        assertThat(Numbers.probability(p)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 to 1",
                "3.2 | 1 to 3.2",
                "9.96 | 1 to 10",
                "1234 | 1 to 1,200",
                "98765 | 1 to 99,000",
                "0.25 | 4 to 1",
                "1e9 | 1 to more than 1,000,000",
                "0 | more than 1,000,000 to 1",
                "Infinity | 1 to more than 1,000,000",
            })
    void evidence_is_told_as_odds(double e, String words) {
        assertThat(Numbers.odds(Math.log(e))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | 0", "7.4 | 7", "99.6 | 100", "12345 | 12,000", "999 | 1,000", "26100 | 26,000"})
    void an_estimate_has_two_digits(double n, String words) {
        assertThat(Numbers.about(n)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"775 | 775 | 775", "771 | 775 | 770", "99.6 | 100 | 100", "9996 | 9998 | 9,998", "0 | 0 | 0"})
    void an_estimated_part_is_no_more_than_the_whole(double n, long whole, String words) {
        assertThat(Numbers.about(n, whole)).isEqualTo(words);
    }

    @Test
    void days_and_times_are_in_utc() {
        Instant at = Instant.parse("2026-08-03T23:59:30Z");
        assertThat(Numbers.day(at)).isEqualTo("3 August 2026");
        assertThat(Numbers.time(at)).isEqualTo("2026-08-03 23:59 UTC");
    }
}
