package io.barium.mail.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the checks ask of the DNS. */
public interface Dns {

    /** Kinds of records. */
    enum Type {
        A,
        AAAA,
        MX,
        PTR,
        TXT
    }

    /** How a question ended. */
    enum Outcome {
        FOUND,
        /** There is no such name, or it has no such record. */
        ABSENT,
        /** Nobody could say, at the moment. */
        FAILED
    }

    /**
     * An answer.
     *
     * @param values addresses, names without final dot, or texts, each of whose bytes is one character; empty unless
     *     found
     * @param keep how long it may be used
     */
    record Answer(Outcome outcome, List<String> values, Duration keep) {
        private static final Duration ABSENT_FOR = Duration.ofMinutes(1);
        private static final Duration FAILED_FOR = Duration.ofSeconds(5);

        /** Records that were found. */
        public static Answer of(List<String> values, Duration keep) {
            return new Answer(Outcome.FOUND, List.copyOf(values), keep);
        }

        public static Answer absent() {
            return new Answer(Outcome.ABSENT, List.of(), ABSENT_FOR);
        }

        public static Answer failed() {
            return new Answer(Outcome.FAILED, List.of(), FAILED_FOR);
        }
    }

    /**
     * Asks.
     *
     * @param name absolute, with or without final dot; senders choose it
     * @return never fails, but may never complete
     */
    CompletionStage<Answer> ask(Type type, String name);
}
