package io.barium.hook;

import static io.barium.hook.HookServer.utf8;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests signed as the providers' documents say. */
final class Signed {
    private Signed() {}

    /** A form's fields from alternating names and values. */
    static String form(String... pairs) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : "&").append(encode(pairs[i])).append('=').append(encode(pairs[i + 1]));
        }
        return out.toString();
    }

    /** Timestamp, token and signature of Mailgun, as form fields. */
    static String mailgunStamp(Instant at, String token) {
        return form("timestamp", seconds(at), "token", token, "signature", mailgunSignature(at, token));
    }

    static String mailgunSignature(Instant at, String token) {
        return HexFormat.of().formatHex(hmac("HmacSHA256", seconds(at) + token));
    }

    static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    /** A signed mail to one of ours in Mailgun's parsed form. */
    static byte[] mailgunMail(String token, String text) {
        return utf8(mailgunStamp(HookServer.NOW, token) + "&"
                + form(
                        "recipient", "ann@ours.example",
                        "sender", "mallory@evil.example",
                        "from", "Mallory <mallory@evil.example>",
                        "subject", "About your account",
                        "body-plain", text));
    }

    /** The header line that Mandrill sends with a form of one field. */
    static String mandrill(String url, String name, String value) {
        return "X-Mandrill-Signature: " + Base64.getEncoder().encodeToString(hmac("HmacSHA1", url + name + value));
    }

    /** The header line that Twilio sends with these fields. */
    static String twilio(String url, Map<String, String> fields) {
        String signed = url
                + new TreeMap<>(fields)
                        .entrySet().stream().map(e -> e.getKey() + e.getValue()).collect(Collectors.joining());
        return "X-Twilio-Signature: " + Base64.getEncoder().encodeToString(hmac("HmacSHA1", signed));
    }

    static byte[] body(Map<String, String> fields) {
        return utf8(fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&")));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String algorithm, String message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(utf8(HookServer.KEY), algorithm));
            return mac.doFinal(utf8(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
