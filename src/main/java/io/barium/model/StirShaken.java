package io.barium.model;

import org.jspecify.annotations.Nullable;

/**
 * Attestation of a calling number (RFC 8224, ATIS-1000074) as the provider verified it.
 *
 * @param verification what the verification service found
 * @param attestation level A, B or C as the originating carrier claimed
 * @param verstat the provider's own words
 */
public record StirShaken(
        Verification verification,
        @Nullable Attestation attestation,
        @Nullable String verstat) {

    /** The provider said nothing. */
    public static final StirShaken UNKNOWN = new StirShaken(Verification.NONE, null, null);

    /** Outcome of the verification service. */
    public enum Verification {
        /** No signature, or nothing reported. */
        NONE,
        PASSED,
        FAILED
    }

    /** Full, partial and gateway attestation. */
    public enum Attestation {
        A,
        B,
        C
    }
}
