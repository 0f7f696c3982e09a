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
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalWireTest {
    private static final String KEY = "PSK_test";
    private static final String URL = "https://barium.example/hooks/main";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CALL =
            "{\"call\":{\"call_id\":\"c\",\"call_state\":\"created\",\"direction\":\"inbound\",\"to\":\"+12125550188\"}}";

    private final SignalWire signalWire = new SignalWire();
    private final Source source = Hooks.source("signalwire", "https://barium.example", null, KEY);

    @Test
    void a_field_that_comes_twice_is_signed_in_either_order() {
        String body = "To=%2B12125550188&A=2&A=1&A=2&CallSid=c";
        String all = URL + "A2A1A2" + "CallSidc" + "To+12125550188";
        String distinct = URL + "A1A2" + "CallSidc" + "To+12125550188";
        assertThat(verdict(form(body, all))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(form(body, distinct))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(form(body, URL + "A2A1CallSidcTo+12125550188"))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_body_that_is_neither_form_nor_json_is_not_signed() {
        RawHook hook = Hooks.post("text/plain", Hooks.utf8("CallSid=c"), "X-SignalWire-Signature", base64(URL));
        assertThat(verdict(hook)).isEqualTo(Verdict.FORGED);
        RawHook get = Hooks.request(
                "GET",
                "/hooks/main?CallSid=c",
                "",
                Hooks.utf8("x"),
                "X-SignalWire-Signature",
                base64(URL + "?CallSid=c"));
        assertThat(verdict(get)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void of_two_signatures_both_have_to_fit() {
        String sha1 = hex("HmacSHA1", URL + CALL);
        String sha256 = hex("HmacSHA256", URL + CALL);
        assertThat(verdict(json("X-SignalWire-Signature", sha1))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(json("X-SignalWire-Signature", sha1, "X-SignalWire-SHA256-Signature", sha256)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(json("X-SignalWire-Signature", sha1, "X-SignalWire-SHA256-Signature", sha1)))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(json("X-SignalWire-SHA256-Signature", sha256))).isEqualTo(Verdict.FORGED);
        assertThat(verdict(json("X-SignalWire-Signature", sha1.toUpperCase(java.util.Locale.ROOT))))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_recording_that_ended_does_not_begin_again() throws Exception {
        RawHook cxml = Hooks.post(
                FORM,
                Hooks.form(Hooks.fields(
                        "CallSid", "c", "CallStatus", "in-progress", "RecordingUrl", "https://a.signalwire.com/r")));
        Source recording = Phones.answering(source, new Answering(Mode.RECORD, "hi"));
        assertThat(signalWire.reply(Outcome.ACCEPTED, cxml, recording).body()).doesNotContain("Record");
        assertThat(Hooks.only(signalWire.read(cxml, recording), Call.class).stage())
                .isEqualTo(CallStage.RECORDING);

        String swml = CALL.replace("}}", "},\"vars\":{\"record_url\":\"https://a.signalwire.com/r\"}}");
        assertThat(signalWire
                        .reply(Outcome.ACCEPTED, Hooks.post("application/json", Hooks.utf8(swml)), recording)
                        .body())
                .doesNotContain("record");
    }

    @Test
    void a_prompt_names_no_variables() {
        Source recording = Phones.answering(source, new Answering(Mode.RECORD, "%{call.from} ${envs.key} \"x\""));
        String reply = signalWire
                .reply(Outcome.ACCEPTED, Hooks.post("application/json", Hooks.utf8(CALL)), recording)
                .body();
        assertThat(reply).contains("say:%(call.from) $(envs.key) \\\"x\\\"").doesNotContain("{call", "{envs");
    }

    @Test
    void callers_hear_what_is_set() {
        assertThat(swml(Mode.DECLINE)).contains("[{\"hangup\":{\"reason\":\"decline\"}}]");
        assertThat(swml(Mode.RING)).contains("[{\"sleep\":60000},").doesNotContain("answer");
        assertThat(swml(Mode.SILENCE)).contains("[{\"answer\":{}},{\"sleep\":60000},");
    }

    private String swml(Mode mode) {
        Source answering = Phones.answering(source, new Answering(mode, "hi"));
        return signalWire
                .reply(Outcome.ACCEPTED, Hooks.post("application/json", Hooks.utf8(CALL)), answering)
                .body();
    }

    @Test
    void reports_on_calls_and_messages_are_read_where_they_come_signed() throws Exception {
        Call record = Hooks.only(
                read(
                        "{\"event_type\":\"calling.call.record\",\"timestamp\":1795435200.5,\"params\":{\"call_id\":\"c\","
                                + "\"state\":\"finished\",\"recording_id\":\"r\",\"url\":\"https://a.signalwire.com/r\",\"duration\":15}}"),
                Call.class);
        assertThat(record.stage()).isEqualTo(CallStage.RECORDING);
        assertThat(record.eventId()).isEqualTo("r:finished");
        assertThat(record.durationSeconds()).isEqualTo(15);
        assertThat(record.occurredAt()).isEqualTo(Hooks.NOW.plusMillis(500));

        Call state = Hooks.only(
                read("{\"event_type\":\"calling.call.state\",\"params\":{\"call_id\":\"c\",\"call_state\":\"ended\"}}"),
                Call.class);
        assertThat(state.stage()).isEqualTo(CallStage.STATUS);
        assertThat(state.callId()).isEqualTo("c");

        Sms sms = Hooks.only(
                read("{\"event_type\":\"messaging.receive\",\"params\":{\"message_id\":\"m\",\"direction\":\"inbound\","
                        + "\"from_number\":\"+12125550123\",\"to_number\":\"+12125550188\",\"body\":\"hi\","
                        + "\"message_state\":\"received\"}}"),
                Sms.class);
        assertThat(sms.eventId()).isEqualTo("m");
    }

    @Test
    void what_was_sent_from_here_is_ignored_and_what_is_nothing_malformed() throws Exception {
        assertThat(read("{\"call\":{\"call_id\":\"c\",\"direction\":\"outbound\",\"to\":\"+12125550188\"}}"))
                .isInstanceOf(Reading.Ignored.class);
        assertThat(read("{\"message\":{\"id\":\"m\",\"direction\":\"outbound\"}}"))
                .isInstanceOf(Reading.Ignored.class);
        assertThat(read("{\"event_type\":\"queuing.relay.tasks\"}")).isInstanceOf(Reading.Ignored.class);
        assertThatThrownBy(() -> read("{}")).isInstanceOf(MalformedHook.class).hasMessageStartingWith("call, message:");
        assertThatThrownBy(() -> read("{\"call\":{\"call_id\":\"c\"}}"))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("call.to:");
        assertThat(signalWire.channelOf(Hooks.post("application/json", Hooks.utf8("{\"message\":{}}"))))
                .isEqualTo(Channel.SMS);
    }

    @ParameterizedTest
    @CsvSource({
        "https://my-space.signalwire.com/api/laml/r, true",
        "https://signalwire.com/r, false",
        "https://a.b.signalwire.com/r, false",
        "https://my-space.signalwire.com.evil.example/r, false",
        "https://10.0.0.1/r, false"
    })
    void recordings_are_fetched_from_the_space_alone(URI uri, boolean kept) throws Exception {
        Fetch fetch = new Fetch("recording", uri.toString());
        assertThat(signalWire.request(fetch, uri, source, Hooks.NOW) != null).isEqualTo(kept);
        FetchRequest withToken = signalWire.request(
                fetch, uri, Phones.with(source, Answering.DECLINE, null, "project:token"), Hooks.NOW);
        if (kept) {
            assertThat(withToken).isNotNull();
            assertThat(withToken.headers())
                    .containsEntry("Authorization", "Basic " + Hooks.base64(Hooks.utf8("project:token")));
        }
    }

    private Reading read(String body) throws MalformedHook {
        return signalWire.read(Hooks.post("application/json", Hooks.utf8(body)), source);
    }

    private Verdict verdict(RawHook hook) {
        return signalWire.authenticate(hook, source, Hooks.NOW).verdict();
    }

    private static RawHook form(String body, String signed) {
        return Hooks.post(FORM, Hooks.utf8(body), "X-SignalWire-Signature", base64(signed));
    }

    private static RawHook json(String... headers) {
        return Hooks.post("application/json", Hooks.utf8(CALL), headers);
    }

    private static String base64(String signed) {
        return Hooks.base64(Hooks.hmac("HmacSHA1", Hooks.utf8(KEY), Hooks.utf8(signed)));
    }

    private static String hex(String algorithm, String signed) {
        return HexFormat.of().formatHex(Hooks.hmac(algorithm, Hooks.utf8(KEY), Hooks.utf8(signed)));
    }
}
