package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is away and the disk of the spool runs full: a file system of two megabytes, mounted where the spool is.
 */
class SpoolFullTest {
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @AfterAll
    static void print() {
        FIGURES.print("disk of the spool full");
    }

    @Test
    void past_the_end_of_the_disk_providers_are_refused_and_what_was_acknowledged_is_journalled() throws Exception {
        try (Site site = Site.external(dir, PERSONAS, "1s")) {
            Service service = site.add("", "-Xmx256m");
            try (SmallDisk disk = SmallDisk.mount(service.home().resolve("data/spool"), 2);
                    Providers providers = new Providers("spoolfull", site.targets(), PERSONAS, 14)) {
                service.start();
                Tally.Before before = site.before();
                providers.start(PER_SECOND).awaitAcked(50, PATIENCE);
                site.postgres.stop();
                await("providers are refused")
                        .atMost(PATIENCE)
                        .until(() -> providers.refusals().getOrDefault(503, 0) > 0);
                // A small contact may still find a place where a larger one does not.
                Health health = await("health says so")
                        .atMost(PATIENCE)
                        .until(service::health, h -> h.status().equals("DOWN"));
                double spooled = service.metric("barium_spool_depth");
                providers.stop();
                site.postgres.start();
                providers.settle(PATIENCE);
                Tally tally = site.tally(providers, before, PATIENCE);
                FIGURES.add(
                        tally,
                        "%.0f in the spool on %s when it was full, refused %s; health %s, %s"
                                .formatted(
                                        spooled,
                                        disk,
                                        providers.refusals(),
                                        health.status(),
                                        health.component("spool")));
                tally.assertNothingIsLost();
                assertThat(spooled).as("contacts in the spool").isPositive();
                assertThat(health.component("spool"))
                        .as("health component spool")
                        .matches("(DEGRADED|DOWN): .*\\d.*");
                assertThat(service.verify()).contains("faults: 0").endsWith("exit 0");
            }
        }
    }
}
