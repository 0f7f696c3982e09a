package io.barium.outbox;

import java.time.Instant;

/**
 * A message whose turn it is, leased to this process.
 *
 * @param attempts including this one
 * @param tryingSince when it was added, or last sent again by hand
 * @param leasedUntil from then on another process may send it, by this process's clock
 */
public record Dispatch(Message message, int attempts, Instant tryingSince, Instant leasedUntil) {}
