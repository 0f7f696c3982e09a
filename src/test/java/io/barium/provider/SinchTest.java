package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Sms;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SinchTest {
    private static final String BODY = "{\"event\":\"ice\",\"callid\":\"c\",\"to\":{\"endpoint\":\"+12125550199\"}}";
    private static final String PAIR = "key:c2VjcmV0LXNlY3JldC1zZWNyZXQ";

    private final Sinch sinch = new Sinch();

    @Test
    void a_secret_is_good_with_and_without_its_padding() throws Exception {
        for (String secret : new String[] {"c2VjcmV0LTEyMw==", "c2VjcmV0LTEyMw"}) {
            RawHook hook = call("application", "key", Base64.getDecoder().decode(secret), "/hooks/main");
            assertThat(verdict(hook, source(null, "key:" + secret))).isEqualTo(Verdict.GENUINE);
        }
    }

    @Test
    void the_scheme_may_be_written_in_any_case_the_key_may_not() throws Exception {
        byte[] secret = Base64.getDecoder().decode(PAIR.substring(4));
        assertThat(verdict(call("Application", "key", secret, "/hooks/main"), source(null, PAIR)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(call("application", "KEY", secret, "/hooks/main"), source(null, PAIR)))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void the_path_that_was_entered_is_signed_whatever_a_proxy_makes_of_it() throws Exception {
        byte[] secret = Base64.getDecoder().decode(PAIR.substring(4));
        RawHook hook = call("application", "key", secret, "/outside/hooks/main");
        assertThat(verdict(hook, source(null, PAIR))).isEqualTo(Verdict.FORGED);
        assertThat(verdict(hook, source("https://barium.example/outside/hooks/main", PAIR)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source("https://barium.example/outside", PAIR)))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void the_algorithm_is_not_the_requests_to_choose() {
        byte[] body = Hooks.utf8("{}");
        String time = Long.toString(Hooks.NOW.getEpochSecond());
        byte[] signed = Hooks.utf8("{}.nonce." + time);
        for (String algorithm : new String[] {"HmacSHA1", "HmacMD5", "HmacSHA256"}) {
            RawHook hook = Hooks.post(
                    "application/json",
                    body,
                    "x-sinch-webhook-signature",
                    Hooks.base64(Hooks.hmac(algorithm, Hooks.utf8("secret"), signed)),
                    "x-sinch-webhook-signature-algorithm",
                    algorithm,
                    "x-sinch-webhook-signature-nonce",
                    "nonce",
                    "x-sinch-webhook-signature-timestamp",
                    time);
            assertThat(verdict(hook, source(null, "secret")))
                    .isEqualTo(algorithm.equals("HmacSHA256") ? Verdict.GENUINE : Verdict.FORGED);
        }
    }

    @Test
    void a_webhook_secret_cannot_be_shown_as_token() {
        RawHook hook = Hooks.post("application/json", Hooks.utf8("{}"), "Authorization", "Bearer secret");
        assertThat(verdict(hook, source(null, "secret"))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_message_on_a_channel_without_numbers_is_no_contact_and_an_sms_needs_one() throws Exception {
        String chat = "{\"message\":{\"id\":\"1\",\"direction\":\"TO_APP\",\"channel_identity\":"
                + "{\"channel\":\"MESSENGER\",\"identity\":\"742\"}}}";
        assertThat(sinch.read(hook(chat), source(null, "s"))).isInstanceOf(Reading.Ignored.class);
        assertThatThrownBy(() -> sinch.read(hook(chat.replace("MESSENGER", "SMS")), source(null, "s")))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("message.sender_id:");
    }

    @Test
    void a_media_message_of_a_conversation_is_read_with_its_caption() throws Exception {
        String json = "{\"message\":{\"id\":\"1\",\"sender_id\":\"12125550199\",\"channel_identity\":"
                + "{\"channel\":\"MMS\",\"identity\":\"12125550123\"},\"contact_message\":{\"media_card_message\":"
                + "{\"url\":\"https://media.example/1.jpg\",\"caption\":\"see\"}}}}";
        Sms sms = Hooks.only(sinch.read(hook(json), source(null, "s")), Sms.class);
        assertThat(sms.text()).isEqualTo("see");
        assertThat(sms.mediaUrls()).containsExactly("https://media.example/1.jpg");
    }

    private static RawHook call(String scheme, String key, byte[] secret, String path) throws Exception {
        String time = Hooks.NOW.toString();
        String md5 = Hooks.base64(MessageDigest.getInstance("MD5").digest(Hooks.utf8(BODY)));
        String signed = "POST\n" + md5 + "\napplication/json\nx-timestamp:" + time + "\n" + path;
        String signature = Hooks.base64(Hooks.hmac("HmacSHA256", secret, Hooks.utf8(signed)));
        return Hooks.post(
                "application/json",
                Hooks.utf8(BODY),
                "Authorization",
                scheme + " " + key + ":" + signature,
                "x-timestamp",
                time);
    }

    private static RawHook hook(String json) {
        return Hooks.post("application/json", Hooks.utf8(json));
    }

    private static Source source(@Nullable String publicUrl, String... secrets) {
        return Hooks.source("sinch", publicUrl, null, secrets);
    }

    private Verdict verdict(RawHook hook, Source source) {
        return sinch.authenticate(hook, source, Hooks.NOW).verdict();
    }
}
