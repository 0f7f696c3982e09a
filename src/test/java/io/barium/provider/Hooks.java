package io.barium.provider;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.RawHook;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Builds requests as providers send them. */
final class Hooks {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private Hooks() {}

    /** A source of that provider with these secrets. */
    static Source source(String provider, @Nullable String publicUrl, @Nullable Duration window, String... secrets) {
        return new Source(
                "main",
                provider,
                Arrays.stream(secrets).map(Secret::new).toList(),
                publicUrl,
                window,
                "mx.ours.example",
                "US");
    }

    /** A POST to the hook of source {@code main}. */
    static RawHook post(String contentType, byte[] body, String... headers) {
        return request("POST", "/hooks/main", contentType, body, headers);
    }

    /** Any request; headers as alternating names and values. */
    static RawHook request(String method, String target, String contentType, byte[] body, String... headers) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        if (!contentType.isEmpty()) {
            map.put("content-type", new ArrayList<>(List.of(contentType)));
        }
        for (int i = 0; i < headers.length; i += 2) {
            map.computeIfAbsent(headers[i].toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(headers[i + 1]);
        }
        return new RawHook(method, target, map, body, NOW);
    }

    /** A url-encoded form. */
    static byte[] form(Map<String, String> fields) {
        return utf8(fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&")));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A form's fields from alternating names and values. */
    static Map<String, String> fields(String... pairs) {
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(pairs[i], pairs[i + 1]);
        }
        return out;
    }

    /** Adds what Mailgun signs to the fields of a form. */
    static Map<String, String> mailgun(String key, Instant at, String token, Map<String, String> fields) {
        String timestamp = Long.toString(at.getEpochSecond());
        Map<String, String> out = new LinkedHashMap<>(fields);
        out.put("timestamp", timestamp);
        out.put("token", token);
        out.put("signature", HexFormat.of().formatHex(hmac("HmacSHA256", utf8(key), utf8(timestamp + token))));
        return out;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] hmac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The single contact of a reading. */
    static <T> T only(Reading reading, Class<T> type) {
        if (reading instanceof Reading.Contacts contacts && contacts.contacts().size() == 1) {
            return type.cast(contacts.contacts().get(0));
        }
        throw new AssertionError("expected one contact, found " + reading);
    }
}
