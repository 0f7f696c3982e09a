package io.barium.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuiltModelTest {
    /** One row only the first agent had, one that both had: 1 - (1 - 1/2) (1 - 1/4), and 1/4. */
    @Test
    void an_agent_is_as_guilty_as_the_formula_says() {
        assertThat(GuiltModel.of(Map.of("ann", Set.of("x", "y"), "bob", Set.of("y"), "eve", Set.of())))
                .isEqualTo(Map.of("ann", .625, "bob", .25, "eve", 0.0));
    }
}
