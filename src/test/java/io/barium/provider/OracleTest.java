package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.twilio.security.RequestValidator;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The providers' own libraries and ours have to agree, on what is genuine and on what is not. */
class OracleTest {
    private static final int ROUNDS = 300;
    private static final String URL = "https://barium.example";
    private static final String ALPHABET = "abcXYZ019 &=+%'\"<>\u00e9\u00fc\u20ac\u6f22\ud83d\ude00-_.~";

    private final Random random = new Random(20261123);

    @Test
    void what_twilios_library_signs_is_genuine_and_what_it_refuses_is_forged() throws Exception {
        Twilio twilio = new Twilio();
        for (int round = 0; round < ROUNDS; round++) {
            String token = "%032x".formatted(random.nextLong());
            Source source = Hooks.source("twilio", URL, null, token);
            String target = "/hooks/main" + (random.nextBoolean() ? "?a=" + random.nextInt(99) + "&b=x%20y" : "");
            Map<String, String> fields = new TreeMap<>();
            int count = 1 + random.nextInt(20);
            for (int i = 0; i < count; i++) {
                fields.put("F" + word(1 + random.nextInt(8)), word(random.nextInt(40)));
            }
            // The library only verifies; what it verifies is what this signs.
            StringBuilder signed = new StringBuilder(URL + target);
            fields.forEach((name, value) -> signed.append(name).append(value));
            String signature = Hooks.base64(Hooks.hmac("HmacSHA1", Hooks.utf8(token), Hooks.utf8(signed.toString())));
            RequestValidator library = new RequestValidator(token);
            assertThat(library.validate(URL + target, fields, signature)).isTrue();
            assertThat(verdict(twilio, source, target, fields, signature)).isEqualTo(Verdict.GENUINE);

            Map<String, String> tampered = new TreeMap<>(fields);
            tampered.merge(fields.keySet().iterator().next(), "x", String::concat);
            assertThat(library.validate(URL + target, tampered, signature)).isFalse();
            assertThat(verdict(twilio, source, target, tampered, signature)).isEqualTo(Verdict.FORGED);
            String elsewhere = target + (target.contains("?") ? "&" : "?") + "c=1";
            assertThat(library.validate(URL + elsewhere, fields, signature)).isFalse();
            assertThat(verdict(twilio, source, elsewhere, fields, signature)).isEqualTo(Verdict.FORGED);
        }
    }

    @Test
    void what_the_standard_webhooks_library_signs_is_genuine_and_what_it_refuses_is_forged() throws Exception {
        Generic generic = new Generic();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] key = new byte[24 + random.nextInt(40)];
            random.nextBytes(key);
            String secret = "whsec_" + Hooks.base64(key);
            Source source = Hooks.source("generic", null, null, secret);
            Webhook library = new Webhook(secret);
            String body = word(random.nextInt(300));
            Instant now = Instant.now();
            String id = "msg_" + random.nextInt();
            String timestamp = Long.toString(now.getEpochSecond());
            String signature = library.sign(id, now.getEpochSecond(), body);
            library.verify(body, headers(id, timestamp, signature));
            assertThat(verdict(generic, source, now, body, id, timestamp, signature))
                    .isEqualTo(Verdict.GENUINE);

            assertThat(refused(library, body + "x", headers(id, timestamp, signature)))
                    .isTrue();
            assertThat(verdict(generic, source, now, body + "x", id, timestamp, signature))
                    .isEqualTo(Verdict.FORGED);
            assertThat(refused(library, body, headers(id + "1", timestamp, signature)))
                    .isTrue();
            assertThat(verdict(generic, source, now, body, id + "1", timestamp, signature))
                    .isEqualTo(Verdict.FORGED);
        }
    }

    @Test
    void what_ours_accepts_the_standard_webhooks_library_accepts_too() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            String secret = "whsec_" + Hooks.base64(key);
            Instant now = Instant.now();
            String timestamp = Long.toString(now.getEpochSecond());
            String body = word(50);
            String signature =
                    "v1," + Hooks.base64(Hooks.hmac("HmacSHA256", key, Hooks.utf8("id." + timestamp + "." + body)));
            byte[] bytes = Hooks.utf8(signature);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(3));
            String changed =
                    random.nextBoolean() ? signature : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
            boolean theirs = !refused(new Webhook(secret), body, headers("id", timestamp, changed));
            Verdict ours = verdict(
                    new Generic(), Hooks.source("generic", null, null, secret), now, body, "id", timestamp, changed);
            assertThat(ours == Verdict.GENUINE).as(changed).isEqualTo(theirs);
        }
    }

    private static Verdict verdict(
            Twilio twilio, Source source, String target, Map<String, String> fields, String signature) {
        RawHook hook = Hooks.request(
                "POST",
                target,
                "application/x-www-form-urlencoded; charset=UTF-8",
                Hooks.form(fields),
                "X-Twilio-Signature",
                signature);
        return twilio.authenticate(hook, source, Hooks.NOW).verdict();
    }

    private static Verdict verdict(
            Generic generic, Source source, Instant now, String body, String id, String timestamp, String signature) {
        RawHook hook = Hooks.post(
                "application/json",
                Hooks.utf8(body),
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                signature);
        return generic.authenticate(hook, source, now).verdict();
    }

    private static HttpHeaders headers(String id, String timestamp, String signature) {
        Map<String, List<String>> map = new HashMap<>();
        map.put("webhook-id", List.of(id));
        map.put("webhook-timestamp", List.of(timestamp));
        map.put("webhook-signature", List.of(signature));
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private static boolean refused(Webhook library, String body, HttpHeaders headers) {
        try {
            library.verify(body, headers);
            return false;
        } catch (com.standardwebhooks.exceptions.WebhookVerificationException e) {
            return true;
        }
    }

    private String word(int length) {
        int[] letters = ALPHABET.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length; i++) {
            out.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return out.toString();
    }
}
