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
 * The disk of PostgreSQL runs full, and there is room again: it answers all the time and cannot store. Its disk is a
 * file system of its own.
 */
class DatabaseFullTest {
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration FULL = Duration.ofSeconds(6);
    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @AfterAll
    static void print() {
        FIGURES.print("disk of the database full");
    }

    @Test
    void contacts_are_spooled_while_the_disk_is_full_and_journalled_and_told_when_there_is_room() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(dir.resolve("postgres"), 200);
                Site site = Site.external(dir, PERSONAS, "1s")) {
            Service service = site.add("", "-Xmx256m").start();
            try (Providers providers = new Providers("dbfull", site.targets(), PERSONAS, 15)) {
                Tally.Before before = site.before();
                providers.start(PER_SECOND).awaitAcked(50, PATIENCE);
                SmallDisk.Ballast ballast = disk.fill();
                SpoolWatch watch = new SpoolWatch(service);
                await("contacts are spooled").atMost(PATIENCE).until(() -> service.metric("barium_spool_depth") > 0);
                watch.during(FULL);
                ballast.close();
                await("the spool is empty again")
                        .atMost(PATIENCE)
                        .until(() -> service.metric("barium_spool_depth") == 0);
                providers.settle(PATIENCE);
                Tally tally = site.tally(providers, before, PATIENCE);
                FIGURES.add(tally, "refused " + providers.refusals() + "; " + watch);
                tally.assertNothingIsLost();
                assertThat(providers.refusals()).as("the spool took all").isEmpty();
                watch.assertTold(site.relay.mails());
                assertThat(service.verify()).contains("faults: 0").endsWith("exit 0");
            }
        }
    }
}
