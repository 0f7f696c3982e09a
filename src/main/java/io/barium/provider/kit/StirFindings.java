package io.barium.provider.kit;

import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a verification found, where a provider tells the outcome and the level each in a field of its own. */
public final class StirFindings {
    private StirFindings() {}

    /**
     * The findings; a pass counts only with its level.
     *
     * @param outcome as the provider verified it
     * @param level A, B or C as the originating carrier claimed; anything else is none
     * @param words the provider's own
     */
    public static StirShaken of(Verification outcome, @Nullable String level, @Nullable String words) {
        String shown = words == null || words.isBlank() ? null : TextBounds.name(words);
        Attestation attestation = level == null ? null : attestation(level.strip());
        return switch (outcome) {
            case PASSED ->
                attestation == null
                        ? new StirShaken(Verification.NONE, null, shown)
                        : new StirShaken(Verification.PASSED, attestation, shown);
            case FAILED -> new StirShaken(Verification.FAILED, attestation, shown);
            case NONE -> shown == null ? StirShaken.UNKNOWN : new StirShaken(Verification.NONE, null, shown);
        };
    }

    private static @Nullable Attestation attestation(String level) {
        return switch (level.toUpperCase(Locale.ROOT)) {
            case "A" -> Attestation.A;
            case "B" -> Attestation.B;
            case "C" -> Attestation.C;
            default -> null;
        };
    }
}
