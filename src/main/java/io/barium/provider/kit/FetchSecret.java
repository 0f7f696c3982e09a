package io.barium.provider.kit;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credentials by which contents are fetched, as header values. */
public final class FetchSecret {
    private FetchSecret() {}

    /** The secret itself. @throws MalformedHook when {@code fetchSecret} is not set */
    public static String text(Source source) throws MalformedHook {
        Secret secret = source.options().fetchSecret();
        if (secret == null || secret.reveal().isBlank()) {
            throw new MalformedHook("sources[id=" + source.id() + "].fetchSecret is missing");
        }
        return secret.reveal().strip();
    }

    /** It as bearer token. @throws MalformedHook when {@code fetchSecret} is not set */
    public static String bearer(Source source) throws MalformedHook {
        return "Bearer " + text(source);
    }

    /**
     * It as Basic credentials, in the setting as {@code user:password}; without the setting, the user given and the
     * first of the source's secrets.
     *
     * @throws MalformedHook when there is neither
     */
    public static String basic(Source source, @Nullable String user) throws MalformedHook {
        List<String> secrets = SourceSecrets.texts(source);
        boolean own = source.options().fetchSecret() != null || user == null || user.isEmpty() || secrets.isEmpty();
        String credentials = own ? text(source) : user + ":" + secrets.get(0);
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
