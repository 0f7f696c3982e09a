package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one database, behind a load balancer that sends each retry to another one. */
class InstancesTest {
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TAKEOVER = Duration.ofSeconds(10);
    /** An alert that was under way when its process died is sent by another within seconds. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(60);

    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    private Site site;

    @BeforeEach
    void start() throws Exception {
        site = Site.external(dir, PERSONAS, "1s");
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @AfterAll
    static void print() {
        FIGURES.print("several processes");
    }

    @Test
    void three_share_the_work_one_leads_and_another_takes_over_when_it_is_killed() throws Exception {
        for (int i = 0; i < 3; i++) {
            site.add("", "-Xmx160m").launch();
        }
        site.services.forEach(Service::awaitLive);
        try (Providers providers = new Providers("instances", site.targets(), PERSONAS, 15)) {
            Tally.Before before = site.before();
            providers.start(PER_SECOND).awaitAcked(80, PATIENCE);
            Service first = awaitLeader();
            List<Service> others = new ArrayList<>(site.services);
            others.remove(first);
            await("health says who leads").atMost(PATIENCE).untilAsserted(() -> {
                String leader = first.health().component("casework");
                assertThat(leader).startsWith("UP").contains("leads");
                for (Service other : others) {
                    assertThat(other.health().component("casework"))
                            .startsWith("UP")
                            .isNotEqualTo(leader);
                }
            });

            first.kill();
            long killed = System.nanoTime();
            assertThat(awaitLeader()).isIn(others);
            long takeover = Duration.ofNanos(System.nanoTime() - killed).toMillis();
            providers.awaitAcked(80, PATIENCE);
            providers.settle(PATIENCE);
            Tally tally = site.tally(providers, before, TAKEN_OVER);
            FIGURES.add(
                    tally,
                    "3 processes, leader killed, takeover after %d ms; refused %s"
                            .formatted(takeover, providers.refusals()));
            tally.assertNothingIsLost();
            assertThat(others.get(0).verify()).contains("faults: 0").endsWith("exit 0");
        }
    }

    @Test
    void an_intake_process_beside_the_whole_takes_contacts_and_leads_nothing() throws Exception {
        Service all = site.add("all", "-Xmx160m").start();
        Service intake = site.add("intake", "-Xmx160m").start();
        try (Providers providers = new Providers("intake", List.of(intake.target), PERSONAS, 16)) {
            Tally.Before before = site.before();
            providers.start(PER_SECOND).awaitAcked(80, PATIENCE);
            assertThat(awaitLeader()).isSameAs(all);
            providers.settle(PATIENCE);
            Tally tally = site.tally(providers, before, PATIENCE);
            FIGURES.add(tally, "all contacts at the intake process");
            tally.assertNothingIsLost();
        }
        assertThat(intake.get("/api/v1/contacts").statusCode()).isEqualTo(404);
        assertThat(intake.get("/console/").statusCode()).isEqualTo(404);
        assertThat(intake.get("/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void overlapping_mails_to_one_canary_are_a_contact_each_and_one_mail_to_two_is_one() throws Exception {
        site.add("", "-Xmx160m").launch();
        site.add("", "-Xmx160m").launch();
        site.services.forEach(Service::awaitLive);
        List<CompletableFuture<Boolean>> mails = IntStream.range(0, 10)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> deliver("evt-overlap-sm-" + i, i, 3)))
                .toList();
        assertThat(mails).allMatch(CompletableFuture::join);
        assertThat(deliver("evt-overlap-sm-10", 0, 4, 5)).isTrue();
        assertThat(deliver("evt-overlap-sm-10", 1, 4, 5))
                .as("again, at the other process")
                .isTrue();
        await("eleven contacts are judged")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(CaseContacts.of(site.database())).isEqualTo(new CaseContacts(11, 11, 12)));
    }

    private boolean deliver(String marker, int at, int... canaries) {
        return SmtpPeer.deliver(
                new Event(marker, at, canaries[0]),
                site.targets().get(at % 2),
                IntStream.of(canaries).mapToObj(Canaries::address).toArray(String[]::new));
    }

    /** The one process that leads, when there is exactly one. */
    private Service awaitLeader() {
        return await("exactly one leads")
                .atMost(TAKEOVER)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Leadership.leaders(site.database(), site.services), leaders -> leaders.size() == 1)
                .get(0);
    }
}
