package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.vonage.jwt.Jwt;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vonage's own library and ours have to agree on whose a token is. */
class VonageOracleTest {
    private static final int ROUNDS = 300;
    private static final String ALPHABET = "abcXYZ0189-_.\u00e9\u6f22 \"{}:,";

    private final Random random = new Random(20261124);
    private final Vonage vonage = new Vonage();

    @Test
    void what_the_library_takes_is_genuine_and_what_it_refuses_is_forged() {
        for (int round = 0; round < ROUNDS; round++) {
            String secret = "%032x%032x".formatted(random.nextLong(), random.nextLong());
            String body = "{\"text\":\"" + word() + "\"}";
            String token = token(secret, body, "{\"typ\":\"JWT\",\"alg\":\"HS256\"}");

            assertThat(Jwt.verifySignature(token, secret)).isTrue();
            assertThat(verdict(token, body, secret)).isEqualTo(Verdict.GENUINE);

            String other = secret.substring(1) + "x";
            assertThat(Jwt.verifySignature(token, other)).isFalse();
            assertThat(verdict(token, body, other)).isEqualTo(Verdict.FORGED);

            String changed = changed(token);
            boolean ours = verdict(changed, body, secret) == Verdict.GENUINE;
            assertThat(ours).as(changed).isFalse();
            // The library takes other spellings of the same bytes, we do not; the other way round there is nothing.
            assertThat(taken(changed, secret) && !sameBytes(changed, token))
                    .as(changed)
                    .isFalse();
        }
    }

    @Test
    void neither_takes_a_token_that_is_not_signed() {
        String body = "{}";
        String signed = token("secret", body, "{\"alg\":\"none\"}");
        String bare = signed.substring(0, signed.lastIndexOf('.') + 1);
        for (String token : new String[] {signed, bare}) {
            assertThat(taken(token, "secret")).isFalse();
            assertThat(verdict(token, body, "secret")).isEqualTo(Verdict.FORGED);
        }
    }

    private Verdict verdict(String token, String body, String secret) {
        Source source = Hooks.source("vonage", null, null, secret);
        RawHook hook = Hooks.post("application/json", Hooks.utf8(body), "Authorization", "Bearer " + token);
        return vonage.authenticate(hook, source, Hooks.NOW).verdict();
    }

    private static boolean taken(String token, String secret) {
        try {
            return Jwt.verifySignature(token, secret);
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private static boolean sameBytes(String token, String other) {
        try {
            return Base64.getUrlEncoder()
                    .encodeToString(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1)))
                    .equals(Base64.getUrlEncoder()
                            .encodeToString(
                                    Base64.getUrlDecoder().decode(other.substring(other.lastIndexOf('.') + 1))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String token(String secret, String body, String header) {
        String claims = "{\"iat\":" + Hooks.NOW.getEpochSecond() + ",\"jti\":\"" + random.nextInt()
                + "\",\"iss\":\"Vonage\",\"payload_hash\":\"" + Sha256.hex(Hooks.utf8(body)) + "\"}";
        String signed = encode(Hooks.utf8(header)) + "." + encode(Hooks.utf8(claims));
        return signed + "." + encode(Hooks.hmac("HmacSHA256", Hooks.utf8(secret), Hooks.utf8(signed)));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String changed(String token) {
        int at = random.nextInt(token.length());
        char now = token.charAt(at);
        char then = now == 'A' ? 'B' : 'A';
        return token.substring(0, at) + then + token.substring(at + 1);
    }

    private String word() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }
}
