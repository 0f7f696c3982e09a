package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.messagebird.Request;
import com.messagebird.RequestSigner;
import com.messagebird.RequestValidator;
import com.messagebird.exceptions.RequestValidationException;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** MessageBird's own library and ours have to agree, on what is genuine and on what is not. */
class MessageBirdOracleTest {
    private static final int ROUNDS = 400;
    private static final String URL = "https://barium.example";

    private final MessageBird messageBird = new MessageBird();
    private final Random random = new Random(20261123);

    @Test
    void tokens_are_judged_as_messagebirds_library_judges_them() {
        int genuine = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String key = "%032x".formatted(random.nextLong());
            String target = target();
            byte[] body = random.nextInt(3) == 0 ? new byte[0] : bytes(1 + random.nextInt(200));
            long from = Hooks.NOW.getEpochSecond();
            String hash = body.length == 0 ? "" : ",\"payload_hash\":\"" + Sha256.hex(body) + "\"";
            String claims =
                    "{\"iss\":\"" + (random.nextInt(12) == 0 ? "messagebird" : "MessageBird") + "\",\"nbf\":" + from
                            + ",\"exp\":" + (from + 60) + ",\"jti\":\"" + round + "\",\"url_hash\":\""
                            + Sha256.hex(Hooks.utf8(URL + target)) + "\"" + hash + "}";
            String token = token(key, claims);
            Instant now = Hooks.NOW.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(70) - 5 : random.nextInt(60));
            String cameTo = random.nextInt(5) == 0 ? target() : target;
            byte[] came = random.nextInt(5) == 0 ? bytes(random.nextInt(20)) : body;
            String known = random.nextInt(8) == 0 ? key.replace('0', '1') : key;

            boolean theirs = accepted(known, token, URL + cameTo, came, now);
            RawHook hook = Hooks.request("POST", cameTo, "", came, "MessageBird-Signature-JWT", token);
            boolean ours =
                    messageBird.authenticate(hook, source("jwt", known), now).verdict() == Verdict.GENUINE;
            assertThat(ours).as(round + ": " + claims + " at " + now).isEqualTo(theirs);
            genuine += ours ? 1 : 0;
        }
        assertThat(genuine).isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
    }

    @SuppressWarnings("deprecation") // The library keeps the older scheme that customers still have.
    @Test
    void the_older_header_is_judged_as_messagebirds_library_judges_it() {
        for (int round = 0; round < ROUNDS; round++) {
            String key = "%032x".formatted(random.nextLong());
            List<String> pairs = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                pairs.add("abc-_.".charAt(random.nextInt(6)) + (random.nextBoolean() ? "x" : "") + i + "=v%20"
                        + random.nextInt(99));
            }
            byte[] body = bytes(random.nextInt(100));
            String time = Long.toString(Hooks.NOW.getEpochSecond());
            List<String> sorted = new ArrayList<>(pairs);
            Collections.sort(sorted);
            byte[] head = Hooks.utf8(time + "\n" + String.join("&", sorted) + "\n");
            byte[] hash = Sha256.digest().digest(body);
            byte[] signed = ByteBuffer.allocate(head.length + hash.length)
                    .put(head)
                    .put(hash)
                    .array();
            String signature = Hooks.base64(Hooks.hmac("HmacSHA256", Hooks.utf8(key), signed));
            if (random.nextBoolean()) {
                pairs.set(0, pairs.get(0) + random.nextInt(2));
            }
            String query = String.join("&", pairs);
            boolean theirs = new RequestSigner(Hooks.utf8(key)).isMatch(signature, new Request(time, query, body));
            RawHook hook = Hooks.request(
                    "POST",
                    "/hooks/main?" + query,
                    "",
                    body,
                    "MessageBird-Signature",
                    signature,
                    "MessageBird-Request-Timestamp",
                    time);
            assertThat(messageBird
                                    .authenticate(hook, source("hmac", key), Hooks.NOW)
                                    .verdict()
                            == Verdict.GENUINE)
                    .as(query)
                    .isEqualTo(theirs);
        }
    }

    private boolean accepted(String key, String token, String url, byte[] body, Instant now) {
        try {
            new RequestValidator(key).validateSignature(Clock.fixed(now, ZoneOffset.UTC), token, url, body);
            return true;
        } catch (RequestValidationException e) {
            return false;
        }
    }

    private String token(String key, String claims) {
        int size = List.of(256, 384, 512).get(random.nextInt(3));
        String head = url(Hooks.utf8("{\"alg\":\"HS" + size + "\",\"typ\":\"JWT\"}")) + "." + url(Hooks.utf8(claims));
        return head + "." + url(Hooks.hmac("HmacSHA" + size, Hooks.utf8(key), Hooks.utf8(head)));
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String target() {
        return "/hooks/main" + (random.nextBoolean() ? "?b=" + random.nextInt(9) + "&a=x%20y+z" : "");
    }

    private byte[] bytes(int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return out;
    }

    private static Source source(String variant, String key) {
        return new Source(
                "main",
                "messagebird",
                List.of(new Secret(key)),
                URL,
                null,
                null,
                "US",
                new SourceOptions(variant, List.of(), null, Answering.DECLINE));
    }
}
