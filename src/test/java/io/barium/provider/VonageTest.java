package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Sms;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VonageTest {
    private static final String SECRET = "a signature secret of some length";
    private static final String ANSWER = "{\"to\":\"12125550188\",\"from\":\"12125550123\",\"uuid\":\"u\"}";

    private final Vonage vonage = new Vonage();
    private final Source source = Hooks.source("vonage", null, null, SECRET);

    @Test
    void a_callback_without_signature_is_asked_for_again_and_one_with_a_wrong_one_is_not() {
        RawHook unsigned = Hooks.post("application/json", Hooks.utf8(ANSWER));
        assertThat(verdict(unsigned)).isEqualTo(Verdict.FORGED);
        assertThat(vonage.reply(Outcome.FORGED, unsigned, source).status()).isEqualTo(503);

        RawHook wrong = Hooks.post("application/json", Hooks.utf8(ANSWER), "Authorization", "Bearer x.y.z");
        assertThat(verdict(wrong)).isEqualTo(Verdict.FORGED);
        assertThat(vonage.reply(Outcome.FORGED, wrong, source).status()).isEqualTo(401);
    }

    @Test
    void a_token_of_a_get_serves_one_query_only() {
        RawHook first = get("to=12125550188&from=12125550123&uuid=u", token(claims("jti-1", null)));
        RawHook second = get("to=12125550188&from=19995550000&uuid=v", token(claims("jti-1", null)));

        assertThat(verdict(first)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(second)).isEqualTo(Verdict.GENUINE);
        assertThat(vonage.singleUseId(first, source)).isEqualTo("jti-1").isEqualTo(vonage.singleUseId(second, source));
    }

    @Test
    void a_token_without_id_is_its_own_id() {
        RawHook hook = get("to=12125550188&uuid=u", token("{\"iat\":" + Hooks.NOW.getEpochSecond() + "}"));

        assertThat(verdict(hook)).isEqualTo(Verdict.GENUINE);
        assertThat(vonage.singleUseId(hook, source)).isNotNull();
    }

    @Test
    void a_token_that_covers_the_body_may_come_again_and_one_that_does_not_is_refused() {
        RawHook covered = post(ANSWER, token(claims("j", Sha256.hex(Hooks.utf8(ANSWER)))));
        assertThat(verdict(covered)).isEqualTo(Verdict.GENUINE);
        assertThat(vonage.singleUseId(covered, source)).isNull();

        assertThat(verdict(post(ANSWER, token(claims("j", null))))).isEqualTo(Verdict.FORGED);
        assertThat(verdict(post(ANSWER, token(claims("j", Sha256.hex(Hooks.utf8("{}")))))))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_token_of_a_post_does_not_serve_a_get() {
        String token = token(claims("j", Sha256.hex(Hooks.utf8(ANSWER))));
        assertThat(verdict(get("to=1&uuid=u", token))).isEqualTo(Verdict.FORGED);

        RawHook both = Hooks.request(
                "GET",
                "/hooks/main?to=1&uuid=u",
                "application/json",
                Hooks.utf8(ANSWER),
                "Authorization",
                "Bearer " + token);
        assertThat(verdict(both)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_token_without_time_is_refused_and_an_old_one_stale() {
        assertThat(verdict(get("to=1&uuid=u", token("{\"jti\":\"j\"}")))).isEqualTo(Verdict.FORGED);
        assertThat(verdict(get("to=1&uuid=u", token("{\"jti\":\"j\",\"iat\":1}"))))
                .isEqualTo(Verdict.STALE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HmacMD5", "HmacSHA1", "HmacSHA256", "HmacSHA512"})
    void messages_are_signed_by_any_of_the_methods(String method) {
        Map<String, String> fields = sms();
        String sig = HexFormat.of().formatHex(Hooks.hmac(method, Hooks.utf8(SECRET), Hooks.utf8(signed(fields))));
        assertThat(verdict(form(fields, sig))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(form(fields, sig.toUpperCase(java.util.Locale.ROOT))))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(form(fields, sig.substring(2)))).isEqualTo(Verdict.FORGED);
        fields.put("msisdn", "19995550000");
        assertThat(verdict(form(fields, sig))).isEqualTo(Verdict.FORGED);
        fields.remove("timestamp");
        assertThat(verdict(form(fields, sig))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_receipt_is_no_message() throws Exception {
        RawHook receipt = Hooks.post(
                "application/x-www-form-urlencoded",
                Hooks.form(
                        Hooks.fields("msisdn", "12125550123", "to", "ACME", "messageId", "1", "status", "delivered")));

        assertThat(vonage.read(receipt, source)).isInstanceOf(Reading.Ignored.class);
        assertThat(vonage.channelOf(receipt)).isEqualTo(Channel.SMS);
    }

    @Test
    void a_withheld_caller_is_none_and_a_name_stays_a_name() throws Exception {
        Call call = call("{\"to\":\"12125550188\",\"from\":\"anonymous\",\"uuid\":\"u\"}");
        assertThat(call.from()).isNull();
        assertThat(call.callId()).isEqualTo("u");
        assertThat(call("{\"to\":\"12125550188\",\"from_user\":\"jane\",\"uuid\":\"u\"}")
                        .from())
                .isEqualTo("jane");

        Sms sms = Hooks.only(
                vonage.read(
                        post("{\"message_uuid\":\"m\",\"to\":\"12125550188\",\"from\":\"ACME\",\"text\":\"hi\"}", ""),
                        source),
                Sms.class);
        assertThat(sms.from()).isEqualTo("ACME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"uuid\":\"u\",\"conversation_uuid\":\"c\",\"dtmf\":{\"digits\":\"4\"},\"timestamp\":\"2026-11-23T12:00:00Z\"}",
                "{\"uuid\":\"u\",\"conversation_uuid_from\":\"c\",\"conversation_uuid_to\":\"d\"}",
                "{\"uuid\":\"u\",\"conversation_uuid\":\"c\",\"status\":\"ringing\",\"direction\":\"inbound\"}"
            })
    void other_events_are_reports_on_the_same_call(String event) throws Exception {
        Call call = call(event);
        assertThat(call.stage()).isEqualTo(CallStage.STATUS);
        assertThat(call.callId()).isEqualTo("c");
        assertThat(vonage.reply(Outcome.ACCEPTED, post(event, ""), source).body())
                .isEmpty();
    }

    @Test
    void a_transcription_belongs_to_its_recording() throws Exception {
        Call call = call("{\"conversation_uuid\":\"c\",\"type\":\"record\",\"recording_uuid\":\"r\","
                + "\"status\":\"transcribed\",\"transcription_url\":\"https://api.nexmo.com/t\"}");
        assertThat(call.stage()).isEqualTo(CallStage.TRANSCRIPTION);
        assertThat(call.eventId()).isEqualTo("r:transcribed");
        assertThat(call.callId()).isEqualTo("c");
    }

    @Test
    void what_is_about_no_call_or_message_is_told_apart() throws Exception {
        assertThat(vonage.read(post("{\"reason\":\"Syntax error in NCCO\",\"conversation_uuid\":\"c\"}", ""), source))
                .isInstanceOf(Reading.Ignored.class);
        assertThat(vonage.read(post("{\"call_uuid\":\"u\",\"status\":\"machine\"}", ""), source))
                .isInstanceOf(Reading.Ignored.class);
        assertThatThrownBy(() -> vonage.read(post("{}", ""), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("uuid, message_uuid, messageId:");
        assertThatThrownBy(() -> vonage.read(post("{\"msisdn\":\"1\",\"messageId\":\"1\"}", ""), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("to:");
    }

    @Test
    void callers_hear_what_is_set() {
        assertThat(answer(Mode.DECLINE)).isEqualTo("[]");
        assertThat(answer(Mode.RING)).isEqualTo("[{\"action\":\"wait\",\"timeout\":60}]");
        assertThat(answer(Mode.SILENCE)).contains("break");
        assertThat(answer(Mode.RECORD)).contains("\"record\"").doesNotContain("<speak>");
    }

    private String answer(Mode mode) {
        Source set = Phones.answering(source, new Answering(mode, "<speak>hi</speak>"));
        return vonage.reply(Outcome.ACCEPTED, post(ANSWER, ""), set).body();
    }

    private Call call(String body) throws MalformedHook {
        return Hooks.only(vonage.read(post(body, ""), source), Call.class);
    }

    private Verdict verdict(RawHook hook) {
        return vonage.authenticate(hook, source, Hooks.NOW).verdict();
    }

    private static RawHook get(String query, String token) {
        return Hooks.request("GET", "/hooks/main?" + query, "", new byte[0], "Authorization", "Bearer " + token);
    }

    private static RawHook post(String body, String token) {
        return Hooks.post("application/json", Hooks.utf8(body), "Authorization", "Bearer " + token);
    }

    private static Map<String, String> sms() {
        return new TreeMap<>(Map.of(
                "msisdn", "12125550123",
                "to", "12125550188",
                "messageId", "1",
                "text", "a&b=c",
                "keyword", "",
                "timestamp", Long.toString(Hooks.NOW.getEpochSecond())));
    }

    private static String signed(Map<String, String> fields) {
        StringBuilder out = new StringBuilder();
        fields.forEach((name, value) -> out.append('&').append(name).append('=').append(value.replaceAll("[&=]", "_")));
        return out.toString();
    }

    private static RawHook form(Map<String, String> fields, String sig) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("sig", sig);
        return Hooks.post("application/x-www-form-urlencoded", Hooks.form(all));
    }

    private static String claims(String jti, @Nullable String hash) {
        return "{\"iat\":" + Hooks.NOW.getEpochSecond() + ",\"jti\":\"" + jti + "\""
                + (hash == null ? "" : ",\"payload_hash\":\"" + hash + "\"") + "}";
    }

    private static String token(String claims) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString(Hooks.utf8("{\"alg\":\"HS256\"}")) + "."
                + encoder.encodeToString(Hooks.utf8(claims));
        return signed + "." + encoder.encodeToString(Hooks.hmac("HmacSHA256", Hooks.utf8(SECRET), Hooks.utf8(signed)));
    }
}
