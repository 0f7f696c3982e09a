package io.barium.faults;

import io.barium.App;
import io.barium.config.SettingsReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The database's host is gone without a word, and another answers at its address. */
class FailoverTest {
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @AfterAll
    static void print() {
        FIGURES.print("the database's host is gone without a word");
    }

    @Test
    void nothing_is_lost_and_alerts_go_on() throws Exception {
        try (Site site = Site.external(dir, PERSONAS, "1s");
                Cable cable = new Cable(site.database().port())) {
            Service listed = site.add("");
            String url = "postgresql://127.0.0.1:" + cable.port() + "/"
                    + site.database().database();
            var settings = SettingsReader.read(
                    listed.config(), Map.of("BARIUM_DATABASE_URL", url), io.barium.provider.Providers.variants());
            try (App app = App.start(settings, Clock.systemUTC(), null);
                    Providers load = new Providers("failover", site.targets(), PERSONAS, 17)) {
                app.ready().await();
                Tally.Before before = site.before();
                load.start(PER_SECOND).awaitAcked(40, PATIENCE);
                cable.cut();
                load.awaitAcked(60, PATIENCE);
                load.settle(PATIENCE);
                Tally tally = site.tally(load, before, PATIENCE);
                FIGURES.add(tally, "cut once, refused " + load.refusals());
                tally.assertNothingIsLost();
            }
        }
    }
}
