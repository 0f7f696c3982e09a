package io.barium.plant;

import io.barium.persona.TicketSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Shares planted ticket numbers out: somebody with several tickets has them weeks or months apart, not years. */
final class TicketShares {
    private final List<TicketSlot> left;
    private final RandomGenerator random;

    TicketShares(List<TicketSlot> slots, RandomGenerator random) {
        this.left = new ArrayList<>(slots);
        this.random = random;
    }

    /**
     * One list a persona.
     *
     * @param counts tickets of each persona; their sum is the number of slots
     */
    List<List<TicketSlot>> share(List<Integer> counts) {
        List<List<TicketSlot>> shares = new ArrayList<>();
        for (int count : counts) {
            List<TicketSlot> share = new ArrayList<>();
            share.add(left.remove(random.nextInt(left.size())));
            for (int i = 1; i < count; i++) {
                share.add(next(share.get(i - 1).at()));
            }
            shares.add(share);
        }
        return shares;
    }

    private TicketSlot next(@Nullable Instant last) {
        if (last == null) {
            return left.remove(random.nextInt(left.size()));
        }
        long wait = (long)
                (-Math.log(1 - random.nextDouble()) * Duration.ofDays(200).toSeconds());
        Instant wished = last.plusSeconds(wait);
        TicketSlot nearest = left.stream()
                .min(Comparator.comparing(s -> distance(s, wished)))
                .orElseThrow();
        left.remove(nearest);
        return nearest;
    }

    private static Duration distance(TicketSlot slot, Instant wished) {
        return slot.at() == null
                ? Duration.ZERO
                : Duration.between(wished, slot.at()).abs();
    }
}
