package io.barium.outbox;

import java.time.Instant;

/**
 * A message whose turn it is, leased to this process.
 *
 * @param attempts including this one
 * @param tryingSince when the first attempt in vain began since it was added, last sent again by hand, or since nothing
 *     was tried for half an hour; this attempt when it is the first
 * @param leasedUntil from then on another process may send it, by this process's clock
 */
public record Dispatch(Message message, int attempts, Instant tryingSince, Instant leasedUntil) {}
