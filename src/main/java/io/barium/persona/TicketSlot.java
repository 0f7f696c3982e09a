package io.barium.persona;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket number that nobody has, and when it would have been given.
 *
 * @param series what stands before the digits
 * @param number as the table writes it
 * @param at {@code null} when the table does not say when tickets were made
 */
public record TicketSlot(
        String series, String number, @Nullable Instant at) {}
