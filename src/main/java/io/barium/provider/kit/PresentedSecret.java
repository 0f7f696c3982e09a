package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Secrets that are shown rather than signed with: bearer tokens (RFC 6750) and Basic credentials (RFC 7617). */
public final class PresentedSecret {
    private PresentedSecret() {}

    /**
     * Whether an Authorization header shows one of the secrets: itself as bearer token, or as {@code user:password}.
     * Compares hashes, so that the time taken tells not even a length.
     */
    public static boolean isAnyOf(List<String> secrets, String authorization) {
        byte[] presented = presented(authorization);
        if (presented == null) {
            return false;
        }
        byte[] hash = Sha256.digest().digest(presented);
        boolean fits = false;
        for (String secret : secrets) {
            fits |= MessageDigest.isEqual(hash, Sha256.digest().digest(secret.getBytes(StandardCharsets.UTF_8)));
        }
        return fits;
    }

    private static byte @Nullable [] presented(String authorization) {
        String[] words = authorization.strip().split(" +", 2);
        if (words.length < 2) {
            return null;
        }
        if (words[0].equalsIgnoreCase("bearer")) {
            return words[1].getBytes(StandardCharsets.UTF_8);
        }
        if (!words[0].equalsIgnoreCase("basic")) {
            return null;
        }
        return SignatureText.base64(words[1]);
    }
}
