package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.model.Sms;
import io.barium.model.StirShaken.Attestation;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GenericTest {
    private static final byte[] KEY = Hooks.utf8("twenty-four bytes of key");
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String JSON = "application/json";
    private static final String EVENT = "{\"type\":\"sms\",\"id\":\"e1\",\"to\":\"+12025550143\",\"text\":\"hi\"}";

    private final Generic generic = new Generic();
    private final Source source = Hooks.source("generic", null, null, SECRET);

    @Test
    void an_internationalised_address_in_the_envelope_is_read_as_UTF_8() throws Exception {
        byte[] address = "<j\u00f6rg@ours.example>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String header = new String(address, java.nio.charset.StandardCharsets.ISO_8859_1);
        RawHook hook = Hooks.post(
                "message/rfc822", Hooks.utf8("Subject: x\r\n\r\n"), "X-Envelope-To", header, "X-Envelope-From", header);
        Mail mail = Hooks.only(new Generic().read(hook, Hooks.source("generic", null, null, "x")), Mail.class);
        assertThat(mail.envelopeTo()).containsExactly("j\u00f6rg@ours.example");
        assertThat(mail.envelopeFrom()).isEqualTo("j\u00f6rg@ours.example");
    }

    @Test
    void a_signed_event_is_genuine_within_five_minutes_and_stale_after() {
        RawHook hook = signed(JSON, EVENT, "m1");
        assertThat(verdict(hook, source, 0)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source, 300)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source, -300)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source, 301)).isEqualTo(Verdict.STALE);
        assertThat(verdict(hook, source, -301)).isEqualTo(Verdict.STALE);
        Source wide = Hooks.source("generic", null, Duration.ofHours(1), SECRET);
        assertThat(verdict(hook, wide, 3600)).isEqualTo(Verdict.GENUINE);
    }

    @Test
    void each_changed_byte_of_the_signed_parts_is_forged() {
        RawHook hook = signed(JSON, EVENT, "m1");
        for (int i = 0; i < hook.body().length; i++) {
            byte[] changed = hook.body().clone();
            changed[i] ^= 1;
            assertThat(verdict(new RawHook("POST", hook.target(), hook.headers(), changed, Hooks.NOW), source, 0))
                    .isEqualTo(Verdict.FORGED);
        }
        for (String name : new String[] {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
            String value = Objects.requireNonNull(hook.header(name));
            for (int i = 0; i < value.length(); i++) {
                String changed = value.substring(0, i) + (char) (value.charAt(i) ^ 1) + value.substring(i + 1);
                RawHook tampered = signed(JSON, EVENT, "m1");
                Objects.requireNonNull(tampered.headers().get(name)).set(0, changed);
                assertThat(verdict(tampered, source, 0)).as(changed).isEqualTo(Verdict.FORGED);
            }
        }
    }

    @Test
    void bearer_and_basic_are_taken_from_any_secret_that_is_no_signing_key() {
        Source presented = Hooks.source("generic", null, null, SECRET, "bearer-token-1", "pipe:pass:word");
        assertThat(verdict(authorized("Bearer bearer-token-1"), presented, 0)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(authorized("bearer bearer-token-1"), presented, 0)).isEqualTo(Verdict.GENUINE);
        String basic = "Basic " + Hooks.base64(Hooks.utf8("pipe:pass:word"));
        assertThat(verdict(authorized(basic), presented, 0)).isEqualTo(Verdict.GENUINE);
        for (String wrong : new String[] {
            "Bearer bearer-token-2",
            "Bearer " + SECRET,
            "Bearer",
            "Bearer ",
            "Basic !!!",
            "Basic cGlwZTo=",
            "Digest x",
            ""
        }) {
            assertThat(verdict(authorized(wrong), presented, 0)).as(wrong).isEqualTo(Verdict.FORGED);
        }
        assertThat(verdict(Hooks.post(JSON, Hooks.utf8(EVENT)), presented, 0)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_wrong_signature_is_not_made_good_by_a_right_token() {
        Source both = Hooks.source("generic", null, null, SECRET, "token");
        RawHook hook = Hooks.post(
                JSON,
                Hooks.utf8(EVENT),
                "Authorization",
                "Bearer token",
                "webhook-id",
                "m1",
                "webhook-timestamp",
                Long.toString(Hooks.NOW.getEpochSecond()),
                "webhook-signature",
                "v1,AAAA");
        assertThat(verdict(hook, both, 0)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void rotated_and_unprefixed_keys_sign_and_no_secret_is_unconfigured() {
        RawHook hook = signed(JSON, EVENT, "m1");
        String unprefixed = Base64.getEncoder().withoutPadding().encodeToString(KEY);
        assertThat(verdict(hook, Hooks.source("generic", null, null, "whsec_AAAA", unprefixed), 0))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, Hooks.source("generic", null, null, "whsec_AAAA"), 0))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(hook, Hooks.source("generic", null, null, "whsec_!"), 0))
                .isEqualTo(Verdict.FORGED);
        assertThat(generic.authenticate(hook, Hooks.source("generic", null, null, " "), Hooks.NOW))
                .isEqualTo(Authenticity.unconfigured("sources[id=main].secrets is empty"));
    }

    @Test
    void raw_mail_is_read_under_the_envelope_of_its_headers() throws Exception {
        String mime = "Authentication-Results: mx.ours.example; dkim=pass header.d=phish.example\r\n"
                + "From: x@phish.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nhello";
        RawHook hook = Hooks.post(
                "message/rfc822",
                Hooks.utf8(mime),
                "X-Envelope-From",
                "<b@phish.example>",
                "X-Envelope-To",
                "a@ours.example, b@ours.example",
                "X-Envelope-To",
                "c@ours.example");
        Mail mail = Hooks.only(generic.read(hook, source), Mail.class);
        assertThat(mail.envelopeFrom()).isEqualTo("b@phish.example");
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example", "b@ours.example", "c@ours.example");
        assertThat(mail.subject()).isEqualTo("caf\u00e9");
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dkimDomains()).containsExactly("phish.example");
        assertThat(mail.eventId()).startsWith("sha256:").hasSize(71);
        assertThat(Hooks.only(generic.read(hook, source), Mail.class).eventId()).isEqualTo(mail.eventId());

        RawHook delivered = Hooks.post("message/rfc822", Hooks.utf8("Delivered-To: a@ours.example\r\n\r\nx"));
        assertThat(Hooks.only(generic.read(delivered, source), Mail.class).recipients())
                .containsExactly("a@ours.example");
        RawHook nobody = Hooks.post("message/rfc822", Hooks.utf8("To: a@ours.example\r\n\r\nx"));
        assertThatThrownBy(() -> generic.read(nobody, source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("X-Envelope-To:");
    }

    @Test
    void signed_mail_goes_by_the_senders_id() throws Exception {
        RawHook hook = signed("message/rfc822", "Delivered-To: a@ours.example\r\n\r\nx", "m7");
        assertThat(Hooks.only(generic.read(hook, source), Mail.class).eventId()).isEqualTo("m7");
    }

    @Test
    void events_of_the_three_kinds_are_read() throws Exception {
        Mail mail = event(
                "{\"type\":\"mail\",\"id\":7,\"from\":\"x@y.example\",\"to\":[\"a@ours.example\",3,\"b@ours.example\"],"
                        + "\"at\":\"2026-11-23T10:00:00+01:00\",\"subject\":\"s\",\"text\":\"t\"}",
                Mail.class);
        assertThat(mail.eventId()).isEqualTo("7");
        assertThat(mail.recipients()).containsExactly("a@ours.example", "b@ours.example");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T09:00:00Z"));

        Call call = event(
                "{\"type\":\"call.recording\",\"id\":\"e\",\"callId\":\"c\",\"from\":\"(415) 867-5309\","
                        + "\"to\":\"+12025550143\",\"attestation\":\"B\"}",
                Call.class);
        assertThat(call.stage()).isEqualTo(CallStage.RECORDING);
        assertThat(call.callId()).isEqualTo("c");
        assertThat(call.from()).isEqualTo("+14158675309");
        assertThat(call.stirShaken().attestation()).isEqualTo(Attestation.B);

        Sms sms = event("{\"type\":\"sms.received\",\"to\":\"12345\",\"from\":\"MyBank\"}", Sms.class);
        assertThat(sms.from()).isEqualTo("MyBank");
        assertThat(sms.to()).isEqualTo("12345");
        assertThat(sms.eventId()).startsWith("sha256:");
    }

    @Test
    void absent_or_wrongly_typed_fields_are_malformed() {
        assertMalformed("[]", "body:");
        assertMalformed("{\"type\":\"sms\"", "body:");
        assertMalformed("", "body:");
        assertMalformed("{}", "type:");
        assertMalformed("{\"type\":5}", "type:");
        assertMalformed("{\"type\":\"fax\",\"to\":\"+12025550143\"}", "type:");
        assertMalformed("{\"type\":\"call\"}", "to:");
        assertMalformed("{\"type\":\"sms\",\"to\":{\"number\":1}}", "to:");
        assertMalformed("{\"type\":\"mail\",\"to\":[1,null,{}]}", "to:");
        assertMalformed("[".repeat(100_000), "body:");
        assertThatThrownBy(() -> generic.read(Hooks.post("text/plain", Hooks.utf8("x")), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("Content-Type:");
    }

    @Test
    void optional_fields_of_the_wrong_type_are_left_out() throws Exception {
        Call call = event(
                "{\"type\":\"call\",\"to\":\"+12025550143\",\"from\":[],\"at\":1,\"text\":{},\"attestation\":5,\"id\":{}}",
                Call.class);
        assertThat(call.from()).isNull();
        assertThat(call.occurredAt()).isNull();
        assertThat(call.text()).isEmpty();
    }

    @Test
    void the_channel_of_the_unreadable_is_guessed() {
        assertThat(generic.channelOf(Hooks.post(JSON, Hooks.utf8("{\"type\":\"call\"}"))))
                .isEqualTo(Channel.CALL);
        assertThat(generic.channelOf(Hooks.post(JSON, Hooks.utf8("{\"type\":\"sms\"}"))))
                .isEqualTo(Channel.SMS);
        assertThat(generic.channelOf(Hooks.post(JSON, Hooks.utf8("?")))).isEqualTo(Channel.MAIL);
        assertThat(generic.channelOf(Hooks.post("message/rfc822", new byte[0]))).isEqualTo(Channel.MAIL);
    }

    @Test
    void each_outcome_has_its_reply() {
        RawHook hook = Hooks.post(JSON, new byte[0]);
        assertThat(generic.reply(Outcome.ACCEPTED, hook, source).body()).isEqualTo("{\"status\":\"accepted\"}");
        assertThat(generic.reply(Outcome.FORGED, hook, source).headers())
                .containsEntry("WWW-Authenticate", "Basic realm=\"barium\"");
        assertThat(generic.reply(Outcome.FORGED, hook, source).status()).isEqualTo(401);
        assertThat(generic.reply(Outcome.STALE, hook, source).status()).isEqualTo(503);
        assertThat(generic.reply(Outcome.UNAVAILABLE, hook, source).status()).isEqualTo(503);
        assertThat(generic.reply(Outcome.REPLAYED, hook, source).status()).isEqualTo(409);
        assertThat(generic.reply(Outcome.TOO_LARGE, hook, source).status()).isEqualTo(413);
    }

    private <T> T event(String json, Class<T> type) throws MalformedHook {
        return Hooks.only(generic.read(Hooks.post(JSON, Hooks.utf8(json)), source), type);
    }

    private void assertMalformed(String json, String start) {
        assertThatThrownBy(() -> generic.read(Hooks.post(JSON, Hooks.utf8(json)), source))
                .as(json.length() > 100 ? "long" : json)
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith(start);
    }

    private Verdict verdict(RawHook hook, Source from, long later) {
        return generic.authenticate(hook, from, Hooks.NOW.plusSeconds(later)).verdict();
    }

    private static RawHook authorized(String authorization) {
        return Hooks.post(JSON, Hooks.utf8(EVENT), "Authorization", authorization);
    }

    private static RawHook signed(String type, String body, String id) {
        String timestamp = Long.toString(Hooks.NOW.getEpochSecond());
        String signature =
                "v1," + Hooks.base64(Hooks.hmac("HmacSHA256", KEY, Hooks.utf8(id + "." + timestamp + "." + body)));
        return Hooks.post(
                type,
                Hooks.utf8(body),
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                signature);
    }
}
