package io.barium.view;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that was given up.
 *
 * @param number place in the list
 * @param id stable; in the log, in the Message-ID and as {@code webhook-id}
 * @param channel by which it was to leave
 * @param topic what it is about
 * @param subject of the alert; empty when it has none
 * @param createdAt when it was decided
 * @param diedAt when it was given up
 * @param attempts made in vain
 * @param reason of the last one: what happened, what it means, what to mend
 */
public record DeadLetterView(
        long number,
        UUID id,
        String channel,
        String topic,
        String subject,
        Instant createdAt,
        Instant diedAt,
        int attempts,
        String reason) {}
