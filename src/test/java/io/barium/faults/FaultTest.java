package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that the service leans on breaks under load and comes back. While it lasts, health says what is wrong;
 * afterwards nothing that was acknowledged is missing, nothing doubled, everything told. Faults last six seconds; the
 * long form is {@code -Dtest=FaultTest -Dfault.seconds=60}.
 */
class FaultTest {
    private static final Duration FAULT = Duration.ofSeconds(Integer.getInteger("fault.seconds", 6));
    /** After the fault: providers wait up to three seconds, the outbox as long again as the fault lasted. */
    private static final Duration PATIENCE = FAULT.multipliedBy(3).plusSeconds(60);

    /** A relay that says nothing is waited for so long, before that counts as a failure. */
    private static final Duration SILENCE = Duration.ofSeconds(35);

    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 8;
    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path dir;

    private static Site site;
    private static Service service;

    /** Something that breaks. */
    private interface Breaking {
        /** Breaks it; what is returned mends it. */
        AutoCloseable now() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        site = Site.external(dir, PERSONAS, "1s");
        service = site.add("", "-Xmx256m").start();
    }

    @BeforeEach
    void everything_is_well() throws Exception {
        site.relay.become(Relay.Mode.NORMAL);
        await("ready and nothing waits before the fault")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> service.health().status().equals("UP") && site.contactsOnCases() == site.contactsTold());
    }

    @AfterAll
    static void stop() throws Exception {
        FIGURES.print("faults of %d s".formatted(FAULT.toSeconds()));
        site.close();
    }

    @Test
    void postgres_killed_and_restarted() throws Exception {
        withoutPostgres("killed", () -> {
            site.postgres.kill();
            return site.postgres::start;
        });
    }

    @Test
    void postgres_stopped() throws Exception {
        withoutPostgres("stopped", () -> {
            site.postgres.stop();
            return site.postgres::start;
        });
    }

    @Test
    void postgres_read_only() throws Exception {
        withoutPostgres("readonly", () -> {
            site.postgres.readOnly(true);
            return () -> site.postgres.readOnly(false);
        });
    }

    @Test
    void postgres_out_of_connections() throws Exception {
        withoutPostgres("full", site.postgres::exhaust);
    }

    @Test
    void postgres_frozen() throws Exception {
        withoutPostgres("frozen", site.postgres::freeze);
    }

    @Test
    void postgres_without_its_standby() throws Exception {
        withoutPostgres("standby", site.postgres::withoutStandby);
    }

    @Test
    void journal_locked() throws Exception {
        withoutPostgres(
                "locked", () -> site.postgres.lockJournal(site.database().database()));
    }

    private static void withoutPostgres(String name, Breaking fault) throws Exception {
        try (Providers providers = new Providers(name, site.targets(), PERSONAS, 11)) {
            Tally.Before before = site.before();
            providers.start(PER_SECOND);
            providers.awaitAcked(30, PATIENCE);
            SpoolWatch watch = new SpoolWatch(service);
            AutoCloseable broken = fault.now();
            try {
                watch.during(FAULT);
            } finally {
                broken.close();
            }
            await("the spool is empty again").atMost(PATIENCE).until(() -> service.metric("barium_spool_depth") == 0);
            Tally tally = account(providers, before, watch.toString());
            tally.assertNothingIsLost();
            // Outages that follow each other within a minute are one incident, of which the operators are told once.
            watch.assertTold(site.relay.mails());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
    void relay(Relay.Mode mode) throws Exception {
        String name = "relay" + mode.name().toLowerCase(java.util.Locale.ROOT).replace("_", "");
        try (Providers providers = new Providers(name, site.targets(), PERSONAS, 12)) {
            Tally.Before before = site.before();
            site.relay.become(mode);
            providers.start(PER_SECOND);
            String health = "";
            try {
                pass(FAULT);
                if (mode != Relay.Mode.HANGING || FAULT.compareTo(SILENCE) > 0) {
                    await("health says that alerts do not leave")
                            .atMost(PATIENCE)
                            .until(() -> alerting().startsWith("DEGRADED"));
                }
                health = alerting();
            } finally {
                site.relay.become(Relay.Mode.NORMAL);
            }
            Tally tally = account(providers, before, health);
            tally.assertNothingIsLost();
            assertThat(health).matches("(UP: .*\\d.*alert.*|DEGRADED: .*alerts\\.mail.*)");
            // A relay that takes a mail and loses its answer gets it again under the same Message-ID, and no other
            // does.
            if (mode == Relay.Mode.LOSING_REPLIES) {
                assertThat(tally.repeated()).as("the documented window").isPositive();
            } else {
                assertThat(tally.repeated()).as(mode.name()).isZero();
            }
        }
    }

    private static Tally account(Providers providers, Tally.Before before, String remark)
            throws IOException, SQLException {
        providers.settle(PATIENCE);
        Tally tally = site.tally(providers, before, PATIENCE);
        FIGURES.add(tally, "refused " + providers.refusals() + "; " + remark);
        return tally;
    }

    /** What health says of the way to the SOC. */
    private static String alerting() throws IOException {
        String channel = service.health().component("alerts.mail");
        return channel.isEmpty() ? service.health().component("outbox") : channel;
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }
}
