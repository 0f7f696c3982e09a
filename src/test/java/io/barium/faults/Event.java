package io.barium.faults;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that happened at a provider's, and what the provider was told about it. The marker stands in the contact's
 * text, so that the journal can be asked for it without trusting any id.
 */
final class Event {
    final String marker;
    final int number;
    /** Index of the persona that it reaches; negative for a stranger's address. */
    final int canary;

    final Instant at = Instant.now();
    final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean acked;

    Event(String marker, int number, int canary) {
        this.marker = marker;
        this.number = number;
        this.canary = canary;
    }

    /** The provider got its 200 or 250 and may forget it. */
    void ack() {
        acked = true;
    }

    boolean acked() {
        return acked;
    }

    boolean reachesCanary() {
        return canary >= 0;
    }

    /** Mail address that it goes to. */
    String address() {
        return reachesCanary() ? Canaries.address(canary) : "stranger" + number + "@" + Canaries.DOMAIN;
    }

    /** Number that it goes to. */
    String phone() {
        return reachesCanary() ? Canaries.phone(canary) : "+1303444%04d".formatted(number % 10_000);
    }
}
