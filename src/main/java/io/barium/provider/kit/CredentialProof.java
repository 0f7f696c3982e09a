package io.barium.provider.kit;

import io.barium.config.Settings.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Credentials as the only proof of a request, for providers that sign nothing: whoever knows them can say anything, so
 * they have to be long and random. A secret is {@code user:password} for Basic, {@code Name: value} for a header of
 * that name, and anything else a token.
 *
 * @param tokenHeaders headers besides Authorization in which the provider shows a token
 */
public record CredentialProof(List<String> tokenHeaders) {
    /** What a 401 has to carry (RFC 9110); some clients send the credentials of a URL only when they are asked. */
    public static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"barium\"");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");

    /** Basic, bearer and headers that the secrets name. */
    public static CredentialProof usual() {
        return new CredentialProof(List.of());
    }

    /** Decides. */
    public Authenticity check(RawHook hook, Source source) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        String authorization = hook.header("authorization");
        boolean fits = authorization != null && PresentedSecret.isAnyOf(secrets, authorization);
        for (String name : tokenHeaders) {
            for (String secret : secrets) {
                fits |= shows(hook, name, secret);
            }
        }
        for (String secret : secrets) {
            int colon = secret.indexOf(": ");
            if (colon > 0 && HEADER.matcher(secret.substring(0, colon)).matches()) {
                fits |= shows(
                        hook,
                        secret.substring(0, colon),
                        secret.substring(colon + 2).strip());
            }
        }
        return fits
                ? Authenticity.GENUINE
                : Authenticity.forged("credentials are missing or fit none of sources[id=" + source.id() + "].secrets");
    }

    private static boolean shows(RawHook hook, String header, String secret) {
        String shown = hook.header(header);
        return shown != null && !secret.isEmpty() && MessageDigest.isEqual(hash(shown), hash(secret));
    }

    /** Compared instead of the text, so that the time taken tells not even a length. */
    private static byte[] hash(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
