package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Journalled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service is killed at random moments under load, while it starts as well as while it works, in some rounds with
 * its database. A few kills in each build; the long form is {@code -Dtest=CrashTest -Dcrash.kills=100}, another draw of
 * moments {@code -Dcrash.seed=N}.
 */
class CrashTest {
    private static final int KILLS = Integer.getInteger("crash.kills", 5);
    private static final int SHORT = 10;
    private static final long SEED = Long.getLong("crash.seed", 7L);
    private static final int PER_SECOND = 12;
    private static final int PERSONAS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** An alert that was under way when its process died is sent by another within seconds. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(60);

    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    /** Whose PostgreSQL it is. */
    enum Database {
        /** Its own server: goes on while the service is dead, and is killed by itself. */
        EXTERNAL,
        /** The service's child: orphaned by the kill, or killed with it. */
        EMBEDDED
    }

    static Stream<Database> databases() {
        return KILLS <= SHORT ? Stream.of(Database.EXTERNAL) : Stream.of(Database.values());
    }

    @AfterAll
    static void print() {
        FIGURES.print("crash: %d kills a line, seed %d".formatted(KILLS, SEED));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_was_acknowledged_outlives_every_kill_once_and_is_told(Database database) throws Exception {
        Random random = new Random(SEED);
        try (Site site = open(database);
                Providers providers = new Providers(
                        "crash" + database.name().substring(0, 2).toLowerCase(java.util.Locale.ROOT),
                        site.targets(),
                        PERSONAS,
                        SEED)) {
            Tally.Before before = site.before();
            providers.start(PER_SECOND);
            int whileStarting = 0;
            int withDatabase = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                boolean starting = kill % 5 == 0;
                boolean both = kill % 3 == 0;
                if (starting) {
                    site.service().kill();
                    site.service().launch();
                    pause(random.nextInt(3_000));
                    whileStarting++;
                } else {
                    providers.awaitAcked(1 + random.nextInt(120), PATIENCE);
                    pause(random.nextInt(50));
                }
                if (both) {
                    withDatabase++;
                    killWithDatabase(site, random);
                } else {
                    site.service().kill();
                    closeCase(site);
                    site.service().start();
                }
            }
            providers.settle(PATIENCE);
            Tally tally = site.tally(providers, before, TAKEN_OVER);
            FIGURES.add(
                    tally,
                    "%d kills, %d while starting, %d with the database; refused %s"
                            .formatted(KILLS, whileStarting, withDatabase, providers.refusals()));
            tally.assertNothingIsLost();
            assertThat(site.service().verify()).contains("faults: 0").endsWith("exit 0");
        }
    }

    private Site open(Database database) throws Exception {
        if (database == Database.EMBEDDED) {
            return Site.embedded(dir, PERSONAS, "1s", "-Xmx256m");
        }
        Site site = Site.external(dir, PERSONAS, "1s");
        site.add("", "-Xmx256m").start();
        return site;
    }

    /**
     * The database dies first, so that what is acknowledged from then on can only be in the service's own spool; the
     * service is killed on top, started without database and has to take contacts until that is back.
     */
    private static void killWithDatabase(Site site, Random random) throws Exception {
        if (site.postgres == null) {
            site.service().kill();
            if (Files.exists(site.embeddedData().resolve("postmaster.pid"))) {
                Postgres.kill(site.embeddedData());
            }
            site.service().start();
            return;
        }
        site.postgres.kill();
        pause(random.nextInt(1_500));
        site.service().kill();
        site.service().start();
        pause(random.nextInt(1_500));
        site.postgres.start();
    }

    /** The next contact opens a case of its own, so that each kill has an alert to lose. */
    private static void closeCase(Site site) throws Exception {
        if (site.postgres != null) {
            Journalled.execute(
                    site.database(),
                    "update support_case set state = 'CLOSED', closed_at = now() where state = 'OPEN'");
        }
    }

    private static void pause(int ms) {
        await().pollDelay(Duration.ofMillis(ms)).atMost(PATIENCE).until(() -> true);
    }
}
