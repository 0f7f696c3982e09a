package io.barium.outbox;

import io.vertx.core.Future;

/** One way out. Retry, back-off and giving up are the outbox's, never a sender's. */
public interface Sender {

    /** The channel that it serves. */
    String channel();

    /**
     * Tries once.
     *
     * @return never fails for a reason that {@link Outcome} can tell
     */
    Future<Outcome> send(Message message);

    /** How an attempt ended. */
    sealed interface Outcome {
        /** It is with the next system. */
        record Sent() implements Outcome {}

        /**
         * Not now.
         *
         * @param reason for people; no secret
         */
        record Retry(String reason) implements Outcome {}

        /**
         * Never.
         *
         * @param reason for people; no secret
         */
        record Dead(String reason) implements Outcome {}
    }
}
