package io.barium.outbox;

import java.time.Instant;
import java.util.List;

/**
 * A message whose turn it is, leased to this process.
 *
 * @param attempts including this one
 * @param tryingSince when the first attempt in vain began since it was added, last sent again by hand, or since nothing
 *     was tried for half an hour; this attempt when it is the first
 * @param leasedUntil from then on another process may send it, by this process's clock
 * @param outstanding whom of several it has not reached yet, in the sender's words; empty when nobody has it
 */
public record Dispatch(
        Message message, int attempts, Instant tryingSince, Instant leasedUntil, List<String> outstanding) {

    /** A message that nobody has yet. */
    public Dispatch(Message message, int attempts, Instant tryingSince, Instant leasedUntil) {
        this(message, attempts, tryingSince, leasedUntil, List.of());
    }

    /** What is left of it after an attempt that failed; the same when nobody got it in that. */
    public Dispatch after(Sender.Outcome.Failed failure) {
        return failure.outstanding().isEmpty()
                ? this
                : new Dispatch(message, attempts, tryingSince, leasedUntil, failure.outstanding());
    }
}
