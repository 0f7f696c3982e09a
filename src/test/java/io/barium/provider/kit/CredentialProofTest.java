package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialProofTest {
    private static final CredentialProof USUAL = CredentialProof.usual();

    @Test
    void basic_bearer_and_named_headers_are_credentials() {
        assertThat(verdict(USUAL, "user:password", "authorization", basic("user:password")))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(USUAL, "token", "authorization", "Bearer token")).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(USUAL, "X-Key: abc", "x-key", "abc")).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(new CredentialProof(List.of("X-Token")), "token", "x-token", "token"))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void nothing_else_is() {
        assertThat(verdict(USUAL, "user:password", "authorization", basic("user:other")))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "user:password", "authorization", "user:password"))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "X-Key: abc", "x-key", "abd")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "X-Key: abc", "x-other", "abc")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "X-Key: ", "x-key", "")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "token", "x-token", "token")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(new CredentialProof(List.of("X-Token")), "token", "x-token", "tokem"))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(USUAL, "token")).isEqualTo(Verdict.FORGED);
    }

    @Test
    void credentials_have_one_spelling() {
        String spare = basic("user:passwor");
        assertThat(verdict(USUAL, "user:passwor", "authorization", spare)).isEqualTo(Verdict.GENUINE);
        String padded = basic("user:password");
        assertThat(padded).endsWith("=");
        assertThat(verdict(USUAL, "user:password", "authorization", padded.replace("=", "")))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void without_secrets_it_is_our_fault() {
        assertThat(verdict(USUAL, " ", "authorization", basic(":"))).isEqualTo(Verdict.UNCONFIGURED);
    }

    private static Verdict verdict(CredentialProof proof, String secret, String... header) {
        Map<String, List<String>> headers = header.length == 0 ? Map.of() : Map.of(header[0], List.of(header[1]));
        Source source = new Source("main", "x", List.of(new Secret(secret)), null, null, null, "US");
        return proof.check(new RawHook("POST", "/", headers, new byte[0], Instant.EPOCH), source)
                .verdict();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
