package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signatures by Standard Webhooks, which Svix uses too: HMAC-SHA256 over {@code id.timestamp.body}, base64, in a list
 * of {@code version,signature} of which one has to fit; versions other than {@code v1} are passed over.
 *
 * @param prefix of the header names: {@code webhook} or {@code svix}
 */
public record StandardWebhooks(String prefix) {
    /** What the specification recommends, into the past as into the future. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    private static final String KEY_PREFIX = "whsec_";
    private static final int MAX_SIGNATURES = 50;

    /** The key that a secret holds, with or without its prefix and padding; {@code null} when it is not base64. */
    public static byte @Nullable [] key(String secret) {
        String text = secret.strip();
        try {
            byte[] key = Base64.getDecoder()
                    .decode(text.startsWith(KEY_PREFIX) ? text.substring(KEY_PREFIX.length()) : text);
            return key.length == 0 ? null : key;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a secret can be nothing else than a key for these signatures. */
    public static boolean isKeyOnly(String secret) {
        return secret.startsWith(KEY_PREFIX);
    }

    /** Whether the request claims to be signed this way. */
    public boolean isUsedBy(RawHook hook) {
        return hook.header(prefix + "-signature") != null;
    }

    /** The message's id, the same on each retry; {@code null} when the request has none. */
    public @Nullable String id(RawHook hook) {
        return hook.header(prefix + "-id");
    }

    /**
     * Decides.
     *
     * @param keys valid keys, any of which may have signed
     * @param window how far the timestamp may be from now, either way
     */
    public Authenticity check(RawHook hook, List<byte[]> keys, Duration window, Instant now) {
        String id = id(hook);
        String timestamp = hook.header(prefix + "-timestamp");
        String signatures = hook.header(prefix + "-signature");
        if (id == null || timestamp == null || signatures == null) {
            return Authenticity.forged(prefix + "-id, -timestamp or -signature is missing");
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        if (!Hmac.SHA256.anySignedWithAny(keys, signatures(signatures), head, hook.body())) {
            return Authenticity.forged(prefix + "-signature does not fit");
        }
        return Freshness.ofEpochSeconds(timestamp, window, now, prefix + "-timestamp");
    }

    private static List<byte[]> signatures(String header) {
        List<byte[]> out = new ArrayList<>();
        for (String entry : header.split(" ", MAX_SIGNATURES)) {
            if (entry.startsWith("v1,")) {
                out.add(SignatureText.base64(entry.substring(3)));
            }
        }
        return out;
    }
}
