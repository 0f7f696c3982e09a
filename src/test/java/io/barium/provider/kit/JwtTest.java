package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTest {
    private static final byte[] KEY = "a key that is long enough for a test".getBytes(StandardCharsets.UTF_8);
    private static final Set<String> ALL = Set.of("HS256", "HS384", "HS512");

    /** The example of RFC 7515, appendix A.1. */
    private static final String RFC_TOKEN = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final byte[] RFC_KEY = Base64.getUrlDecoder()
            .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");

    @Test
    void reads_the_claims_of_the_example_in_the_standard() {
        JsonNode claims = Jwt.claims(RFC_TOKEN, List.of(RFC_KEY), Set.of("HS256"));

        assertThat(claims).isNotNull();
        assertThat(claims.path("iss").asText()).isEqualTo("joe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void reads_what_an_allowed_algorithm_signed(String algorithm) {
        String token = token("{\"alg\":\"" + algorithm + "\"}", "{\"jti\":\"1\"}", algorithm);

        assertThat(Jwt.claims(token, List.of(KEY), ALL)).isNotNull();
        assertThat(Jwt.claims(token, List.of(RFC_KEY, KEY), Set.of(algorithm))).isNotNull();
        assertThat(Jwt.claims(token, List.of(RFC_KEY), ALL)).isNull();
        assertThat(Jwt.claims(token, List.of(), ALL)).isNull();
        assertThat(Jwt.claims(token, List.of(KEY), Set.of())).isNull();
    }

    @Test
    void refuses_an_algorithm_that_is_not_allowed_even_when_rightly_signed() {
        String token = token("{\"alg\":\"HS512\"}", "{}", "HS512");

        assertThat(Jwt.claims(token, List.of(KEY), Set.of("HS256"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"none\"}",
                "{\"alg\":\"hs256\"}",
                "{\"alg\":\"RS256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":null}",
                "{}",
                "[]",
                "\"HS256\"",
                "",
                "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}"
            })
    void refuses_other_headers(String header) {
        String signed = token(header, "{}", "HS256");
        String bare = signed.substring(0, signed.lastIndexOf('.') + 1);

        assertThat(Jwt.claims(signed, List.of(KEY), Set.of("HS256", "none", "RS256")))
                .isNull();
        assertThat(Jwt.claims(bare, List.of(KEY), Set.of("HS256", "none", "RS256")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "a.b", "\u20ac.\u20ac.\u20ac", "e30.e30.", "=.=.="})
    void refuses_what_is_no_token(String token) {
        assertThat(Jwt.claims(token, List.of(KEY), ALL)).isNull();
    }

    @Test
    void refuses_claims_that_are_no_object() {
        assertThat(Jwt.claims(token("{\"alg\":\"HS256\"}", "[1]", "HS256"), List.of(KEY), ALL))
                .isNull();
        assertThat(Jwt.claims(token("{\"alg\":\"HS256\"}", "no json", "HS256"), List.of(KEY), ALL))
                .isNull();
    }

    @Test
    void refuses_every_other_spelling_and_every_changed_character() {
        assertThat(Jwt.claims(RFC_TOKEN + "=", List.of(RFC_KEY), ALL)).isNull();
        assertThat(Jwt.claims(RFC_TOKEN + "\n", List.of(RFC_KEY), ALL)).isNull();
        assertThat(Jwt.claims(" " + RFC_TOKEN, List.of(RFC_KEY), ALL)).isNull();
        for (int i = 0; i < RFC_TOKEN.length(); i++) {
            for (char c : new char[] {'A', 'k', 'l', '+', '=', '.'}) {
                String changed = RFC_TOKEN.substring(0, i) + c + RFC_TOKEN.substring(i + 1);
                @Nullable JsonNode claims = Jwt.claims(changed, List.of(RFC_KEY), ALL);
                assertThat(claims == null || changed.equals(RFC_TOKEN))
                        .as(changed)
                        .isTrue();
            }
        }
    }

    @Test
    void an_empty_key_signs_nothing() {
        assertThat(Jwt.claims(RFC_TOKEN, List.of(new byte[0]), ALL)).isNull();
        assertThat(Jwt.claims(RFC_TOKEN, List.of(new byte[0], RFC_KEY), ALL)).isNotNull();
    }

    /** RFC 4231, test case 2. */
    @Test
    void the_longer_hashes_are_those_of_the_standard() {
        byte[] key = "Jefe".getBytes(StandardCharsets.UTF_8);
        byte[] data = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);

        assertThat(HexFormat.of().formatHex(Hmac.SHA384.sign(key, data)))
                .startsWith("af45d2e376484031617f78d2b58a6b1b");
        assertThat(HexFormat.of().formatHex(Hmac.SHA512.sign(key, data)))
                .startsWith("164b7a7bfcf819e2e395fbe73b56e0a3");
    }

    private static String token(String header, String claims, String algorithm) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        byte[] signature =
                Hmac.valueOf(algorithm.replace("HS", "SHA")).sign(KEY, signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encoder.encodeToString(signature);
    }
}
