package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the service says of its spool while the database is away. */
final class SpoolWatch {
    private final Service service;
    private String worst = "";
    private double depth = -1;
    private double bytes = -1;

    SpoolWatch(Service service) {
        this.service = service;
    }

    /** Looks for so long. */
    void during(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> {
            look();
            return true;
        });
    }

    private void look() throws IOException {
        worst = service.health().component("spool");
        depth = service.metric("barium_spool_depth");
        bytes = service.metric("barium_spool_bytes");
    }

    /** Health and metrics said that the spool was in use and how deep, and the operators got a mail about it. */
    void assertTold(List<AlertMail> mails) {
        assertThat(worst).as("health component spool").startsWith("DEGRADED").matches(".*\\d.*");
        assertThat(depth).as("barium_spool_depth").isPositive();
        assertThat(bytes).as("barium_spool_bytes").isPositive();
        assertThat(mails)
                .as("operator notice")
                .anyMatch(mail -> !mail.tellsOfCase()
                        && mail.source().toLowerCase(Locale.ROOT).contains("spool"));
    }

    @Override
    public String toString() {
        return "spool depth %.0f, %.0f bytes, health %s".formatted(depth, bytes, worst.isEmpty() ? "silent" : worst);
    }
}
