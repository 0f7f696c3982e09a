package io.barium.outbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way out. Retry, back-off and giving up are the outbox's, never a sender's. */
public interface Sender {

    /** The channel that it serves. */
    String channel();

    /**
     * Tries once. The message's id is stable: a receiver that sees it twice has been sent a repeat.
     *
     * @return never fails for a reason that {@link Outcome} can tell
     */
    Future<Outcome> send(Dispatch dispatch);

    /**
     * What somebody should mend although messages leave, such as a first route that is down while a second one works.
     *
     * @return in words; {@code null} while all is well
     */
    default @Nullable String complaint() {
        return null;
    }

    /** How an attempt ended. */
    sealed interface Outcome {
        /**
         * It is with the next system.
         *
         * @param remark what went wrong nevertheless, for people; {@code null} for nothing
         */
        record Sent(@Nullable String remark) implements Outcome {}

        /**
         * Not this time.
         *
         * @param reason for people: what happened, what it means, which setting to mend; no secret
         * @param refused the next system does not want it: waiting alone will hardly help
         * @param atLeast how long the next system asked to be left alone; zero when it did not say
         * @param outstanding for whom alone it is to be tried again, because others have it; empty when that is as
         *     before
         */
        record Failed(String reason, boolean refused, Duration atLeast, List<String> outstanding) implements Outcome {

            /** Nobody more has it than before. */
            public Failed(String reason, boolean refused, Duration atLeast) {
                this(reason, refused, atLeast, List.of());
            }
        }

        /** It is with the next system. */
        static Outcome sent() {
            return new Sent(null);
        }

        /** Trouble on the way; the same message may well get through later. */
        static Outcome retry(String reason) {
            return new Failed(reason, false, Duration.ZERO);
        }

        /** The next system said no. */
        static Outcome refused(String reason) {
            return new Failed(reason, true, Duration.ZERO);
        }
    }
}
