package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
    @Test
    void a_body_of_more_values_than_any_provider_sends_is_no_json() {
        byte[] body = list(3_000_000);
        assertThat(JsonBody.tree(body)).isNull();
        assertThat(JsonBody.unproven(body)).isNull();
        assertThatThrownBy(() -> JsonBody.object(body)).isInstanceOf(MalformedHook.class);
    }

    @Test
    void a_thousand_mails_with_all_their_headers_are_read() {
        String header = "{\"name\":\"Received\",\"value\":\"by us\"}";
        String mail = "{\"headers\":[" + (header + ",").repeat(50) + header + "],\"text\":\"x\"}";
        byte[] body = utf8("[" + (mail + ",").repeat(999) + mail + "]");
        JsonNode tree = Objects.requireNonNull(JsonBody.tree(body));
        assertThat(tree.size()).isEqualTo(1_000);
    }

    @Test
    void before_it_is_proven_who_sent_it_a_body_is_read_as_far_as_an_envelope_goes() {
        assertThat(JsonBody.unproven(list(1_000))).isNotNull();
        byte[] body = list(10_000);
        assertThat(JsonBody.tree(body)).isNotNull();
        assertThat(JsonBody.unproven(body)).isNull();
    }

    @Test
    void a_long_text_is_one_value_and_invalid_utf_8_in_it_is_replaced() {
        byte[] body = utf8("{\"text\":\"" + "a".repeat(1 << 20) + "?\"}");
        body[body.length - 3] = (byte) 0xFF;
        JsonNode tree = Objects.requireNonNull(JsonBody.unproven(body));
        assertThat(tree.path("text").asText()).hasSize((1 << 20) + 1).endsWith("a\uFFFD");
    }

    private static byte[] list(int more) {
        return utf8("[" + "{},".repeat(more) + "{}]");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
