package io.barium.persona;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that a ticket series left out between two neighbours, and will not come back to.
 *
 * @param prefix what stands before the digits
 * @param width digits, with leading zeros
 * @param after the neighbour below
 * @param before the neighbour above, at least two higher
 * @param from when the one neighbour was made; {@code null} when the table does not say
 * @param to when the other was made; {@code null} when the table does not say
 */
public record TicketGap(
        String prefix,
        int width,
        long after,
        long before,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** One number of the gap, at a moment that fits it. */
    public TicketSlot draw(RandomGenerator random) {
        long number = random.nextLong(after + 1, before);
        String digits = Long.toString(number);
        String text = prefix + "0".repeat(Math.max(0, width - digits.length())) + digits;
        if (from == null || to == null) {
            return new TicketSlot(prefix, text, null);
        }
        long low = Math.min(from.getEpochSecond(), to.getEpochSecond());
        long high = Math.max(from.getEpochSecond(), to.getEpochSecond());
        return new TicketSlot(prefix, text, Instant.ofEpochSecond(random.nextLong(low, high + 1)));
    }
}
