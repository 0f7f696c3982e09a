package io.barium.provider.kit;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request is its provider's.
 *
 * @param verdict the decision
 * @param reason for the log: which check failed or which setting to mend; never a secret and never the sender's text
 * @param awaited what has to be fetched before it can be decided; {@code null} when it is decided
 */
public record Authenticity(
        Verdict verdict, String reason, @Nullable Fetch awaited) {

    /**
     * The decisions. Single use of ids is the journal's to judge, which keeps them for ever: see
     * {@code Outcome.REPLAYED}.
     */
    public enum Verdict {
        GENUINE,
        /** Signature or credentials are wrong or missing. */
        FORGED,
        /** Rightly signed, but outside of the source's window. */
        STALE,
        /** Our side lacks what is needed to decide: a secret, a public URL. */
        UNCONFIGURED,
        /** Something has to be fetched first. */
        AWAITING
    }

    /** The request is the provider's. */
    public static final Authenticity GENUINE = new Authenticity(Verdict.GENUINE, "", null);

    public static Authenticity forged(String reason) {
        return new Authenticity(Verdict.FORGED, reason, null);
    }

    public static Authenticity stale(String reason) {
        return new Authenticity(Verdict.STALE, reason, null);
    }

    public static Authenticity unconfigured(String reason) {
        return new Authenticity(Verdict.UNCONFIGURED, reason, null);
    }

    /** Not decided: to be asked again with what was fetched. */
    public static Authenticity awaiting(Fetch fetch) {
        return new Authenticity(Verdict.AWAITING, "", fetch);
    }
}
