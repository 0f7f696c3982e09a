package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.App;
import io.barium.config.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The clock is set under load. The service runs within the test, because libfaketime makes every timed wait of a JVM
 * return at once; what it asks for the time is the clock that the wiring hands to every part.
 */
class ClockJumpTest {
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @AfterAll
    static void print() {
        FIGURES.print("clock set under load");
    }

    @ParameterizedTest
    @CsvSource({"forward, PT1H, PT1H", "backward, PT-1H, PT-1H", "there and back, PT1H, PT0S"})
    void nothing_is_lost_or_late(String name, Duration first, Duration then) throws Exception {
        JumpingClock clock = new JumpingClock();
        try (Site site = Site.external(dir, PERSONAS, "1s")) {
            Service listed = site.add("");
            var settings = SettingsReader.read(listed.config(), Map.of(), io.barium.provider.Providers.variants());
            try (App app = App.start(settings, clock, null);
                    Providers load = new Providers("clock" + name.replace(" ", ""), site.targets(), PERSONAS, 13)) {
                Tally.Before before = site.before();
                assertThat(app.httpPort()).isEqualTo(listed.target.httpPort());
                load.start(PER_SECOND).awaitAcked(40, PATIENCE);
                clock.set(first);
                load.awaitAcked(60, PATIENCE);
                clock.set(then);
                load.awaitAcked(60, PATIENCE);
                load.settle(PATIENCE);
                Tally tally = site.tally(load, before, PATIENCE);
                FIGURES.add(tally, name + ", refused " + load.refusals());
                tally.assertNothingIsLost();
            }
        }
    }
}
