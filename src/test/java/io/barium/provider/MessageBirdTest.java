package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MessageBirdTest {
    private final MessageBird messageBird = new MessageBird();
    private final Source source = Hooks.source("messagebird", "https://barium.example", null, "key");

    @Test
    void an_unsigned_token_is_forged() {
        String head = url("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + url("{\"iss\":\"MessageBird\"}") + ".";
        RawHook hook = Hooks.post("application/json", Hooks.utf8("{}"), "MessageBird-Signature-JWT", head);
        assertThat(messageBird.authenticate(hook, source, Hooks.NOW).verdict()).isEqualTo(Verdict.FORGED);
    }

    @Test
    void the_older_header_is_no_proof_where_tokens_are_expected() {
        String time = Long.toString(Hooks.NOW.getEpochSecond());
        RawHook hook = Hooks.post(
                "application/json",
                Hooks.utf8("{}"),
                "MessageBird-Signature",
                "AAAA",
                "MessageBird-Request-Timestamp",
                time);
        assertThat(messageBird.authenticate(hook, source, Hooks.NOW).verdict()).isEqualTo(Verdict.FORGED);
    }

    @Test
    void without_a_public_url_a_token_cannot_be_judged() {
        Source bare = Hooks.source("messagebird", null, null, "key");
        RawHook hook = Hooks.post("application/json", Hooks.utf8("{}"));
        assertThat(messageBird.authenticate(hook, bare, Hooks.NOW).verdict()).isEqualTo(Verdict.UNCONFIGURED);
    }

    @Test
    void a_message_needs_its_id_and_its_recipient() {
        for (String json : new String[] {"{}", "{\"id\":\"1\"}", "{\"recipient\":\"12125550199\"}"}) {
            RawHook hook = Hooks.post("application/json", Hooks.utf8(json));
            assertThatThrownBy(() -> messageBird.read(hook, source)).isInstanceOf(MalformedHook.class);
        }
    }

    private static String url(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Hooks.utf8(json));
    }
}
