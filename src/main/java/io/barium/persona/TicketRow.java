package io.barium.persona;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as the support system keeps one. {@code null} is an empty field.
 *
 * @param number human-readable number
 * @param agent key of the agent who has it
 */
public record TicketRow(
        String number,
        @Nullable String queue,
        @Nullable String agent,
        @Nullable String subject,
        @Nullable String status,
        @Nullable Instant createdAt) {}
