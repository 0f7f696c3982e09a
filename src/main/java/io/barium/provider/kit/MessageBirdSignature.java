package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** MessageBird's and Bird's signatures: a token about URL and body, and two over what is sent itself. */
public final class MessageBirdSignature {
    private static final Set<String> ALGORITHMS = Set.of("HS256", "HS384", "HS512");
    private static final int LEEWAY = 1;
    private static final String SIGNATURE = "messagebird-signature";
    private static final String TIME = "messagebird-request-timestamp";

    private MessageBirdSignature() {}

    /**
     * Judges the token in {@code MessageBird-Signature-JWT}.
     *
     * @param urls what may be entered at MessageBird
     */
    public static Authenticity token(RawHook hook, List<byte[]> keys, List<String> urls, Instant now) {
        String token = hook.header("messagebird-signature-jwt");
        JsonNode claims = token == null ? null : Jwt.claims(token, keys, ALGORITHMS);
        if (claims == null || !claims.path("iss").asText().equals("MessageBird")) {
            return Authenticity.forged("MessageBird-Signature-JWT is missing or does not fit");
        }
        if (!hasHash(claims.path("url_hash"), urls)) {
            return Authenticity.forged(
                    "MessageBird-Signature-JWT is for another URL; publicUrl has to be the one entered");
        }
        JsonNode payload = claims.path("payload_hash");
        boolean none = payload.isMissingNode() || payload.isNull();
        if (hook.body().length == 0 ? !none : !equal(payload.asText(), Sha256.hex(hook.body()))) {
            return Authenticity.forged("MessageBird-Signature-JWT is for another body");
        }
        if (!claims.path("nbf").isIntegralNumber() || !claims.path("exp").isIntegralNumber()) {
            return Authenticity.forged("MessageBird-Signature-JWT has no times");
        }
        long second = now.getEpochSecond();
        boolean early = second < claims.path("nbf").asLong() - LEEWAY;
        boolean late = second - LEEWAY >= claims.path("exp").asLong();
        return early || late
                ? Authenticity.stale("MessageBird-Signature-JWT is not valid " + (early ? "yet" : "any more"))
                : Authenticity.GENUINE;
    }

    private static boolean hasHash(JsonNode claim, List<String> urls) {
        boolean fits = false;
        for (String url : urls) {
            fits |= equal(claim.asText(), Sha256.hex(url.getBytes(StandardCharsets.UTF_8)));
        }
        return fits;
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Judges {@code MessageBird-Signature} over time, sorted query and the body's hash, as it was before the token. */
    public static Authenticity overQuery(RawHook hook, List<byte[]> keys, Duration window, Instant now) {
        return over(hook, keys, sorted(hook.rawQuery()), window, now);
    }

    /** Judges {@code MessageBird-Signature} over time, URL and the body's hash, as the Bird platform signs. */
    public static Authenticity overUrl(
            RawHook hook, List<byte[]> keys, List<String> urls, Duration window, Instant now) {
        return over(hook, keys, urls, window, now);
    }

    private static Authenticity over(
            RawHook hook, List<byte[]> keys, List<String> middles, Duration window, Instant now) {
        String signature = hook.header(SIGNATURE);
        String time = hook.header(TIME);
        if (signature == null || time == null) {
            return Authenticity.forged("MessageBird-Signature or MessageBird-Request-Timestamp is missing");
        }
        byte[] hash = Sha256.digest().digest(hook.body());
        byte[] given = SignatureText.base64(signature);
        boolean signed = false;
        for (String middle : middles) {
            byte[] head = (time + "\n" + middle + "\n").getBytes(StandardCharsets.UTF_8);
            signed |= Hmac.SHA256.signedWithAny(keys, given, head, hash);
        }
        return signed
                ? Freshness.ofEpochSeconds(time, window, now, "MessageBird-Request-Timestamp")
                : Authenticity.forged("MessageBird-Signature does not fit");
    }

    /** The query's pairs as they are, in the order of their names, and as MessageBird's library sorts them. */
    private static List<String> sorted(@Nullable String query) {
        if (query == null) {
            return List.of("");
        }
        String[] pairs = query.split("&", -1);
        Arrays.sort(pairs);
        String whole = String.join("&", pairs);
        Arrays.sort(pairs, Comparator.comparing(MessageBirdSignature::name));
        return List.of(whole, String.join("&", pairs));
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }
}
