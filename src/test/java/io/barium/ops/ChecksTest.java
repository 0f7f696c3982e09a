package io.barium.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.ops.Component.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {
    @ParameterizedTest
    @CsvSource({"0,0,UP", "3,0,DEGRADED", "0,2,DEGRADED"})
    void what_waits_in_the_spool_or_has_to_stay_there_is_for_somebody_to_look_at(int depth, int refused, State state) {
        Component spool = Checks.spool(() -> depth, () -> refused, () -> 4096, 65536)
                .run()
                .await();
        assertThat(spool.state()).isEqualTo(state);
        assertThat(spool.why()).contains(depth + " contacts wait").contains(refused + " are refused");
    }
}
