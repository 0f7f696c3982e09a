package io.barium.provider.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The signature by which Vonage's SMS API signs the parameters of a message: hex of a keyed hash over their names and
 * values. Its length tells the method, except for the two that use MD5.
 */
public final class VonageSignature {
    /** The parameter that holds it. */
    public static final String PARAMETER = "sig";

    private VonageSignature() {}

    /**
     * Whether one of the keys signed the parameters, by any of the methods md5hash, md5, sha1, sha256 and sha512.
     *
     * @param parameters an object; of each parameter one value
     * @param signature hex, in lower or upper case but not mixed
     */
    public static boolean isValid(List<byte[]> keys, JsonNode parameters, String signature) {
        byte[] given = signature.equals(signature.toUpperCase(Locale.ROOT))
                ? SignatureText.hex(signature.toLowerCase(Locale.ROOT))
                : SignatureText.hex(signature);
        boolean signed = false;
        for (String message : Set.copyOf(List.of(message(parameters, false), message(parameters, true)))) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            signed |= switch (given.length) {
                case 16 -> Hmac.MD5.signedWithAny(keys, given, bytes) || isMd5(keys, given, bytes);
                case 20 -> Hmac.SHA1.signedWithAny(keys, given, bytes);
                case 32 -> Hmac.SHA256.signedWithAny(keys, given, bytes);
                case 64 -> Hmac.SHA512.signedWithAny(keys, given, bytes);
                default -> false;
            };
        }
        return signed;
    }

    /**
     * What is signed. Vonage's own libraries differ in two points.
     *
     * @param strict whether blank values are left out and names cleaned like values
     */
    private static String message(JsonNode parameters, boolean strict) {
        Map<String, String> sorted = new TreeMap<>();
        parameters.properties().forEach(e -> {
            String value = e.getValue().isValueNode()
                    ? e.getValue().asText()
                    : e.getValue().toString();
            if (!e.getKey().equals(PARAMETER) && !(strict && value.isBlank())) {
                sorted.put(strict ? clean(e.getKey()) : e.getKey(), clean(value));
            }
        });
        StringBuilder out = new StringBuilder();
        sorted.forEach((name, value) -> out.append('&').append(name).append('=').append(value));
        return out.toString();
    }

    private static String clean(String text) {
        return text.replace('&', '_').replace('=', '_');
    }

    private static boolean isMd5(List<byte[]> keys, byte[] given, byte[] message) {
        boolean signed = false;
        for (byte[] key : keys) {
            MessageDigest md5 = md5();
            md5.update(message);
            signed |= MessageDigest.isEqual(md5.digest(key), given);
        }
        return signed;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
