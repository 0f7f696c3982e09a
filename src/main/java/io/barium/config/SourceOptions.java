package io.barium.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only some providers need to know about a source.
 *
 * @param variant which of the provider's schemes or wire formats, where it has several that cannot be told apart
 *     safely; {@code null} for the provider's default
 * @param topics identifiers at the provider whose events are taken, such as topic ARNs; empty takes none where the
 *     provider asks for them
 * @param fetchSecret by which contents are fetched that a request only points to; its form is the provider's;
 *     {@code null} when nothing is fetched that needs one
 * @param answering what callers get to hear
 */
public record SourceOptions(
        @Nullable String variant,
        List<String> topics,
        @Nullable Secret fetchSecret,
        Answering answering) {

    /** Nothing special: calls are declined. */
    public static final SourceOptions USUAL = new SourceOptions(null, List.of(), null, Answering.DECLINE);

    /**
     * What callers get to hear.
     *
     * @param mode what is done with a call
     * @param prompt spoken before the tone when the call is recorded; neutral, since it is the only thing that a caller
     *     learns
     */
    public record Answering(Mode mode, String prompt) {
        /** What a recorded caller hears unless set otherwise. */
        public static final String NEUTRAL = "Please leave a message after the tone.";

        /** Calls are declined. */
        public static final Answering DECLINE = new Answering(Mode.DECLINE, NEUTRAL);
    }

    /** What is done with a call. */
    public enum Mode {
        /** Refused, unbilled where the provider can. */
        DECLINE,
        /** Not answered: it rings until the caller gives up or the provider does. */
        RING,
        /** Answered, and nothing is said. */
        SILENCE,
        /** Answered, the prompt spoken, and recorded. Only where {@code recordingLawful} says so. */
        RECORD
    }
}
