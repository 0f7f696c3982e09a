package io.barium.provider.kit;

/**
 * Whether a request is its provider's.
 *
 * @param verdict the decision
 * @param reason for the log: which check failed or which setting to mend; never a secret and never the sender's text
 */
public record Authenticity(Verdict verdict, String reason) {

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
        UNCONFIGURED
    }

    /** The request is the provider's. */
    public static final Authenticity GENUINE = new Authenticity(Verdict.GENUINE, "");

    public static Authenticity forged(String reason) {
        return new Authenticity(Verdict.FORGED, reason);
    }

    public static Authenticity stale(String reason) {
        return new Authenticity(Verdict.STALE, reason);
    }

    public static Authenticity unconfigured(String reason) {
        return new Authenticity(Verdict.UNCONFIGURED, reason);
    }
}
