package io.barium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShiryaevRobertsTest {
    /** The sum over all weeks of what evidence has grown by since that week's begin. */
    @Test
    void each_week_s_bet_is_worth_what_evidence_has_grown_by_since() {
        SplittableRandom random = new SplittableRandom(1);
        double[] logE = new double[60];
        ShiryaevRoberts sum = ShiryaevRoberts.BEGIN;
        for (int t = 1; t < logE.length; t++) {
            logE[t] = logE[t - 1] + random.nextDouble() * 2 - 1;
            double expected = 0;
            for (int begun = 0; begun < t; begun++) {
                expected += Math.exp(logE[t] - logE[begun]);
            }
            assertThat(sum.logSum(logE[t])).isEqualTo(Math.log(expected), within(1e-12));
            sum = sum.week(logE[t]);
        }
    }

    /** Bets that double or vanish with the chance of a half: the mean of the sum is the number of weeks. */
    @Test
    void without_a_leak_it_grows_by_one_a_week_on_average() {
        int weeks = 12;
        double mean = 0;
        for (int path = 0; path < 1 << weeks; path++) {
            ShiryaevRoberts sum = ShiryaevRoberts.BEGIN;
            double logE = 0;
            double last = 0;
            for (int t = 0; t < weeks; t++) {
                logE += Math.log((path >> t & 1) == 1 ? 1.5 : .5);
                last = sum.logSum(logE);
                sum = sum.week(logE);
            }
            mean += Math.exp(last) / (1 << weeks);
        }
        assertThat(mean).isEqualTo(weeks, within(1e-9));
    }

    @Test
    void it_stays_a_number_however_strong_or_weak_the_evidence() {
        ShiryaevRoberts sum = ShiryaevRoberts.BEGIN.week(5_000).week(-5_000).week(0);
        assertThat(sum.logSum(3)).isFinite();
        assertThat(sum.logStake()).isFinite();
    }
}
