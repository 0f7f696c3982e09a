package io.barium.provider.kit;

import io.barium.model.StirShaken;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code verstat} words by which carriers report a verification (ATIS-1000074), such as
 * {@code TN-Validation-Passed-A}.
 */
public final class StirVerstat {
    private static final Pattern VALIDATION =
            Pattern.compile("TN-Validation-(Passed|Failed)(?:-([ABC]))?(?:-[A-Za-z]{1,20})?", Pattern.CASE_INSENSITIVE);

    private StirVerstat() {}

    /** What the words mean; a pass counts only with its level. */
    public static StirShaken parse(@Nullable String verstat) {
        if (verstat == null || verstat.isBlank()) {
            return StirShaken.UNKNOWN;
        }
        String words = TextBounds.name(verstat);
        Matcher matcher = VALIDATION.matcher(words);
        if (!matcher.matches()) {
            return new StirShaken(Verification.NONE, null, words);
        }
        String level = matcher.group(2);
        Attestation attestation = level == null ? null : Attestation.valueOf(level.toUpperCase(Locale.ROOT));
        boolean passed = matcher.group(1).equalsIgnoreCase("Passed");
        if (passed && attestation == null) {
            return new StirShaken(Verification.NONE, null, words);
        }
        return new StirShaken(passed ? Verification.PASSED : Verification.FAILED, attestation, words);
    }
}
