package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.provider.kit.Authenticity.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a request lists several signatures, of which one has to fit. */
class ListedSignaturesTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final byte[] KEY = utf8("key");
    private static final byte[] BODY = utf8("a=b");

    private final Keys keys = new Keys();

    @Test
    void a_body_is_hashed_once_for_each_key_however_many_signatures_are_listed() {
        assertThat(standard("v1,AAAA ".repeat(49) + "v1,AAAA")).isEqualTo(Verdict.FORGED);
        assertThat(keys.taken).isEqualTo(1);
        assertThat(plivo("AAAA,".repeat(19) + "AAAA", "AAAA,AAAA")).isFalse();
        assertThat(keys.taken).isEqualTo(2);
    }

    @Test
    void any_of_them_may_fit_and_how_many_are_read_is_bounded() {
        String standard = "v1," + base64(Hmac.SHA256.sign(KEY, utf8("id.1700000000."), BODY));
        assertThat(standard("v1,AAAA ".repeat(48) + standard)).isEqualTo(Verdict.GENUINE);
        assertThat(standard(standard + " v1,AAAA")).isEqualTo(Verdict.GENUINE);
        assertThat(standard("v1,AAAA ".repeat(1_000) + standard)).isEqualTo(Verdict.FORGED);

        String plivo = base64(Hmac.SHA256.sign(KEY, utf8("https://h.example/?ab.n")));
        assertThat(plivo("AAAA," + plivo)).isTrue();
        assertThat(plivo("AAAA", "AAAA, " + plivo)).isTrue();
        assertThat(plivo("AAAA,".repeat(1_000) + plivo)).isFalse();
    }

    private Verdict standard(String signatures) {
        Map<String, List<String>> headers = Map.of(
                "webhook-id", List.of("id"),
                "webhook-timestamp", List.of("1700000000"),
                "webhook-signature", List.of(signatures));
        return new StandardWebhooks("webhook")
                .check(new RawHook("POST", "/", headers, BODY, NOW), keys, Duration.ofMinutes(5), NOW)
                .verdict();
    }

    private boolean plivo(String... signatures) {
        return PlivoSignature.isV3(
                keys, List.of("https://h.example/"), Form.urlEncoded(BODY), "n", List.of(signatures));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One key, which counts how often it is taken to sign with. */
    private static final class Keys extends AbstractList<byte[]> {
        private int taken;

        @Override
        public byte[] get(int index) {
            taken++;
            return KEY;
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
