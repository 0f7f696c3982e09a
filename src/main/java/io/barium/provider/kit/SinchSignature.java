package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sinch's two signatures: of calls, in the Authorization header over method, body, content type, time and path; of
 * messages, in a header of their own over body, nonce and time.
 */
public final class SinchSignature {
    private SinchSignature() {}

    /**
     * A signature of a call.
     *
     * @param key who signed
     * @param signature as bytes; none when it is not spelt as it should
     */
    private record OfCall(String key, byte[] signature) {}

    /** Whether the request claims to be signed as calls are. */
    public static boolean isOfCall(RawHook hook) {
        return ofCall(hook) != null;
    }

    /** Whether the request claims to be signed as messages are. */
    public static boolean isOfMessage(RawHook hook) {
        return hook.header("x-sinch-webhook-signature") != null;
    }

    /**
     * Whether a call's signature fits.
     *
     * @param pairs secrets, of which those count that are {@code key:secret} with the secret in base64
     * @param paths what may be entered at Sinch, undecoded and without query
     */
    public static boolean fitsCall(RawHook hook, List<String> pairs, List<String> paths) {
        OfCall given = ofCall(hook);
        String timestamp = hook.header("x-timestamp");
        if (given == null || timestamp == null) {
            return false;
        }
        List<byte[]> keys = keys(pairs, given.key());
        String contentType = hook.header("content-type");
        String head = hook.method() + "\n" + md5(hook.body()) + "\n" + (contentType == null ? "" : contentType)
                + "\nx-timestamp:" + timestamp + "\n";
        boolean fits = false;
        for (String path : paths) {
            byte[] signed = (head + path).getBytes(StandardCharsets.UTF_8);
            fits |= Hmac.SHA256.signedWithAny(keys, given.signature(), signed);
        }
        return fits;
    }

    /** Whether a message's signature fits. The algorithm is not the request's to choose. */
    public static boolean fitsMessage(RawHook hook, List<byte[]> keys) {
        String signature = hook.header("x-sinch-webhook-signature");
        String nonce = hook.header("x-sinch-webhook-signature-nonce");
        String timestamp = hook.header("x-sinch-webhook-signature-timestamp");
        if (signature == null || nonce == null || timestamp == null) {
            return false;
        }
        byte[] tail = ("." + nonce + "." + timestamp).getBytes(StandardCharsets.UTF_8);
        return Hmac.SHA256.signedWithAny(keys, SignatureText.base64(signature), hook.body(), tail);
    }

    private static @Nullable OfCall ofCall(RawHook hook) {
        String authorization = hook.header("authorization");
        String[] words =
                authorization == null ? new String[0] : authorization.strip().split(" +", 2);
        int colon = words.length < 2 ? -1 : words[1].lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String scheme = words[0].toLowerCase(Locale.ROOT);
        return scheme.equals("application") || scheme.equals("service")
                ? new OfCall(words[1].substring(0, colon), SignatureText.base64(words[1].substring(colon + 1)))
                : null;
    }

    /** Keys of whoever is said to have signed. */
    private static List<byte[]> keys(List<String> pairs, String id) {
        List<byte[]> out = new ArrayList<>();
        for (String pair : pairs) {
            int colon = pair.lastIndexOf(':');
            byte[] key = colon < 0 ? null : secret(pair.substring(colon + 1));
            if (key != null && pair.substring(0, colon).equals(id)) {
                out.add(key);
            }
        }
        return out;
    }

    /** The bytes of base64 with or without its padding; {@code null} when it is none. */
    private static byte @Nullable [] secret(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            String bare = text.replaceAll("=+$", "");
            boolean usual =
                    Base64.getEncoder().withoutPadding().encodeToString(key).equals(bare);
            return usual && key.length > 0 ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
