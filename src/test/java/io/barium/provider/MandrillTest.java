package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MandrillTest {
    private static final String KEY = "kP3rW9Zt2uV7xYb1cN5m";
    private static final String URL = "https://barium.example/hooks/main";
    private static final String GOOD =
            "{\"event\":\"inbound\",\"ts\":1,\"msg\":{\"email\":\"a@ours.example\",\"raw_msg\":\"%sFrom: x@phish.example\\n\\nHi\"}}";

    private final Mandrill mandrill = new Mandrill();

    @Test
    void the_url_is_signed_as_it_was_entered() {
        assertThat(verdict("[]x", KEY, URL, source(URL, KEY))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict("[]x", KEY, URL, source("https://barium.example", KEY)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict("[]x", KEY, URL + "?a=1", source(URL + "?a=1", KEY))).isEqualTo(Verdict.GENUINE);
        String credentials = URL.replace("//", "//user:pass@");
        assertThat(verdict("[]x", KEY, credentials, source(credentials, KEY))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict("[]x", KEY, credentials, source(URL, KEY))).isEqualTo(Verdict.FORGED);
        assertThat(verdict("[]x", KEY, URL + "/", source(URL, KEY))).isEqualTo(Verdict.FORGED);
        assertThat(verdict("[]x", KEY, URL.replace("https", "http"), source(URL, KEY)))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict("[]x", KEY, URL, source(null, KEY))).isEqualTo(Verdict.UNCONFIGURED);
    }

    @Test
    void the_test_key_signs_the_empty_list_and_nothing_else() {
        assertThat(verdict("[]", "test-webhook", URL, source(URL))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict("[]", "test-webhook", URL, source(URL, KEY))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict("[]", "other", URL, source(URL))).isEqualTo(Verdict.UNCONFIGURED);
        assertThat(verdict("[ ]", "test-webhook", URL, source(URL, KEY))).isEqualTo(Verdict.FORGED);
        assertThat(verdict("[" + GOOD.formatted("") + "]", "test-webhook", URL, source(URL, KEY)))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void what_can_be_read_is_read() throws Exception {
        String list = "[7,{\"event\":\"inbound\",\"msg\":{}}," + GOOD.formatted("") + "]";
        assertThat(Hooks.only(read(list), Mail.class).envelopeTo()).containsExactly("a@ours.example");
        assertThatThrownBy(() -> read("[{\"event\":\"inbound\",\"msg\":{}}]"))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("mandrill_events[0].msg.email:");
    }

    @Test
    void a_return_path_that_the_sender_wrote_is_not_the_envelope() throws Exception {
        assertThat(sender("Return-Path: <p@phish.example>\\nReceived: by us\\n"))
                .isEqualTo("p@phish.example");
        assertThat(sender("Received: by us\\nReturn-Path: <p@bank.example>\\n")).isNull();
    }

    private @Nullable String sender(String headers) throws Exception {
        return Hooks.only(read("[" + GOOD.formatted(headers) + "]"), Mail.class).envelopeFrom();
    }

    private Reading read(String events) throws MalformedHook {
        return mandrill.read(hook(events, KEY, URL), source(URL, KEY));
    }

    private Verdict verdict(String events, String key, String signedUrl, Source source) {
        return mandrill.authenticate(hook(events, key, signedUrl), source, Hooks.NOW)
                .verdict();
    }

    private static RawHook hook(String events, String key, String signedUrl) {
        byte[] signature = Hooks.hmac("HmacSHA1", Hooks.utf8(key), Hooks.utf8(signedUrl + "mandrill_events" + events));
        return Hooks.post(
                "application/x-www-form-urlencoded",
                Hooks.form(Hooks.fields("mandrill_events", events)),
                "X-Mandrill-Signature",
                Hooks.base64(signature));
    }

    private static Source source(@Nullable String publicUrl, String... secrets) {
        return Hooks.source("mandrill", publicUrl, null, secrets);
    }
}
