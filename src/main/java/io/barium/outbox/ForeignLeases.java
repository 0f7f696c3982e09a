package io.barium.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The leases of other processes, by how long this one has seen them. Clocks differ from host to host and can be set; so
 * no clock has a say in when another process's lease ends. From any thread.
 */
final class ForeignLeases {
    /** What was not looked for so long may have come back and gone again meanwhile. */
    private static final Duration GAP = Duration.ofSeconds(5);

    private final LongSupplier nanos;
    private Map<Lease, Long> seenSince = Map.of();
    private Map<Lease, Long> absentSince = Map.of();
    private long looked;

    /** @param nanos as {@link System#nanoTime} */
    ForeignLeases(LongSupplier nanos) {
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
    }

    /** A message in one process's hand; a lease of the same message that is made later has more attempts. */
    record Lease(UUID id, int attempts) {}

    /**
     * Takes in all leases that other processes have now, each with whether its process has a connection to the
     * database.
     *
     * @return those that have ended: seen for the whole length of a lease, or with nobody there for
     *     {@link Outbox#ABSENT}
     */
    synchronized List<Lease> ended(Map<Lease, Boolean> found) {
        long now = nanos.getAsLong();
        Map<Lease, Long> absentBefore = now - looked > GAP.toNanos() ? Map.of() : absentSince;
        Map<Lease, Long> seen = new HashMap<>();
        Map<Lease, Long> absent = new HashMap<>();
        found.forEach((lease, isThere) -> {
            seen.put(lease, seenSince.getOrDefault(lease, now));
            if (!isThere) {
                absent.put(lease, absentBefore.getOrDefault(lease, now));
            }
        });
        seenSince = seen;
        absentSince = absent;
        looked = now;
        return found.keySet().stream()
                .filter(l -> now - seen.getOrDefault(l, now) >= Outbox.LEASE.toNanos()
                        || now - absent.getOrDefault(l, now) >= Outbox.ABSENT.toNanos())
                .toList();
    }
}
