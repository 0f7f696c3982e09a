package io.barium.outbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a channel is, at the last look.
 *
 * @param channel its name
 * @param waiting messages that have not left yet
 * @param dead messages that were given up
 * @param failingSince since when messages fail to leave; {@code null} when none does
 * @param broken whether that has lasted so long, or was said so plainly, that somebody is to be told
 * @param why they fail, or what is to be mended although they leave; {@code null} when all is well
 */
public record ChannelStanding(
        String channel,
        long waiting,
        long dead,
        @Nullable Instant failingSince,
        boolean broken,
        @Nullable String why) {

    /** In words. */
    public String text() {
        String waits = waiting
                + (waiting == 1 ? " alert waits" : " alerts wait")
                + (dead == 0 ? "" : ", " + dead + " given up (/api/v1/dead-letters)");
        if (failingSince != null) {
            return "alerts.%s: alerts fail to leave since %s; %s; %s"
                    .formatted(channel, failingSince.truncatedTo(ChronoUnit.SECONDS), waits, why);
        }
        return why == null
                ? "alerts.%s: %s".formatted(channel, waits)
                : "alerts.%s: alerts leave, but %s; %s".formatted(channel, why, waits);
    }
}
