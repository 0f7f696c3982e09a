package io.barium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictSettingsTest {
    @Test
    void the_prior_is_two_percent_where_nobody_says_otherwise() throws Exception {
        Settings.Verdict usual = SettingsReader.read(null, Map.of(), Map.of()).verdict();
        assertThat(usual).isEqualTo(new Settings.Verdict(List.of(), .02, .004));
        Settings.Verdict other = SettingsReader.read(
                        null, Map.of("BARIUM_VERDICT_BRANDS", "Acme,Shield", "BARIUM_VERDICT_PRIOR", "0.1"), Map.of())
                .verdict();
        assertThat(other.brands()).containsExactly("Acme", "Shield");
        assertThat(other.prior()).isEqualTo(.1);
    }

    @Test
    void what_is_no_probability_or_rate_is_named() {
        FaultySettings e = catchThrowableOfType(
                FaultySettings.class,
                () -> SettingsReader.read(
                        null, Map.of("BARIUM_VERDICT_PRIOR", "2 %", "BARIUM_VERDICT_STRAY_RATE", "0"), Map.of()));
        assertThat(e.faults()).extracting(Fault::path).containsExactlyInAnyOrder("verdict.prior", "verdict.strayRate");
    }
}
