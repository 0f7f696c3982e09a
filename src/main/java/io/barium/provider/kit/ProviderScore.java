package io.barium.provider.kit;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider found out that tells a spam score and nothing of the sender. */
public final class ProviderScore {
    private ProviderScore() {}

    /** The score of that provider; without one nobody has said anything. */
    public static MailAuthentication of(String provider, @Nullable Double score) {
        return score == null
                ? MailAuthentication.UNKNOWN
                : new MailAuthentication(
                        AuthResult.NONE, null, AuthResult.NONE, List.of(), AuthResult.NONE, provider, score);
    }
}
