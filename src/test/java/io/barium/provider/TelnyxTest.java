package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Sms;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelnyxTest {
    private static final KeyPair KEYS = keys();
    private static final Answering RECORD = new Answering(Mode.RECORD, "hi");

    private final Telnyx telnyx = new Telnyx();
    private final Source source = Hooks.source("telnyx", null, null, publicKey(KEYS));

    @Test
    void secrets_that_hold_no_key_are_our_fault() {
        RawHook hook = signed("{}");
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
        for (String secret : new String[] {"KEY0123456789", "AAAA", "not base64!", publicKey(KEYS) + "A"}) {
            assertThat(verdict(hook, Hooks.source("telnyx", null, null, secret)))
                    .isEqualTo(Verdict.UNCONFIGURED);
        }
        assertThat(verdict(hook, Hooks.source("telnyx", null, null, "KEY0123456789", publicKey(KEYS))))
                .isEqualTo(Verdict.GENUINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12abc", "-1", "1e9", "99999999999999999999"})
    void a_time_that_is_no_number_is_forged_even_when_signed(String timestamp) {
        RawHook hook = Hooks.post(
                "application/json",
                Hooks.utf8("{}"),
                "telnyx-timestamp",
                timestamp,
                "telnyx-signature-ed25519",
                sign(timestamp + "|{}"));
        assertThat(verdict(hook, source)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void webhooks_of_version_one_are_refused_with_a_clear_message() {
        assertThatThrownBy(() -> telnyx.read(json("{\"event_type\":\"call_initiated\",\"payload\":{}}"), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("data:")
                .hasMessageContaining("version 2");
    }

    @ParameterizedTest
    @CsvSource({
        "call.answered, STATUS",
        "call.bridged, STATUS",
        "call.dtmf.received, STATUS",
        "call.recording.error, STATUS",
        "call.recording.transcription.saved, TRANSCRIPTION",
        "call.recording.saved, RECORDING"
    })
    void reports_on_one_call_share_its_id(String event, CallStage stage) throws Exception {
        Call call = call(event, "\"call_session_id\":\"s\",\"call_leg_id\":\"l\"");
        assertThat(call.stage()).isEqualTo(stage);
        assertThat(call.callId()).isEqualTo("s");
        assertThat(call.status()).isEqualTo(event.substring(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"id\":\"e\",\"event_type\":\"message.sent\",\"payload\":{}}}",
                "{\"data\":{\"id\":\"e\",\"event_type\":\"fax.received\",\"payload\":{}}}",
                "{\"data\":{\"id\":\"e\",\"event_type\":\"call.initiated\",\"payload\":{\"direction\":\"outgoing\"}}}",
                "{\"data\":{\"id\":\"e\",\"event_type\":\"call.transcription\",\"payload\":{\"transcription_data\":"
                        + "{\"is_final\":false,\"transcript\":\"ca\"}}}}"
            })
    void what_is_no_contact_is_ignored(String body) throws Exception {
        assertThat(telnyx.read(json(body), source)).isInstanceOf(Reading.Ignored.class);
    }

    @Test
    void an_attestation_counts_only_when_telnyx_validated_it() throws Exception {
        String to = "\"to\":\"+12125550188\",\"call_leg_id\":\"l\",\"shaken_stir_attestation\":\"A\"";
        assertThat(call("call.initiated", to).stirShaken().verification()).isEqualTo(Verification.NONE);
        assertThat(call("call.initiated", to + ",\"shaken_stir_validated\":false")
                        .stirShaken()
                        .verification())
                .isEqualTo(Verification.FAILED);
        assertThat(call("call.initiated", to + ",\"shaken_stir_validated\":true")
                        .stirShaken()
                        .verification())
                .isEqualTo(Verification.PASSED);
        String none = "\"to\":\"+12125550188\",\"call_leg_id\":\"l\",\"shaken_stir_validated\":true";
        assertThat(call("call.initiated", none).stirShaken().verification()).isEqualTo(Verification.NONE);
    }

    @Test
    void the_copies_of_one_message_to_a_group_share_a_name() throws Exception {
        List<Contact> first = contacts(group("e1", "+12125550188", "+12125550189"));
        List<Contact> second = contacts(group("e2", "+12125550189", "+12125550188"));
        assertThat(first)
                .singleElement()
                .satisfies(c -> assertThat(c.recipients()).containsExactly("+12125550188"));
        assertThat(((Sms) first.get(0)).group()).isNotNull().isEqualTo(((Sms) second.get(0)).group());
        assertThat(first.get(0).eventId()).isNotEqualTo(second.get(0).eventId());
    }

    @ParameterizedTest
    @CsvSource({
        "https://s3.amazonaws.com/telephony-recorder-prod/a/b.mp3?X-Amz-Signature=x, true",
        "https://s3.eu-central-1.amazonaws.com/telephony-recorder-prod-fr5/a/b.mp3, true",
        "https://s3.amazonaws.com/another-bucket/a/b.mp3, false",
        "https://s3.amazonaws.com/telephony-recorder-prod/../other/b.mp3, false",
        "https://s3.amazonaws.com.evil.example/telephony-recorder-prod/a.mp3, false",
        "https://169.254.169.254/telephony-recorder-prod/a.mp3, false"
    })
    void recordings_are_fetched_from_telnyx_stores_alone_and_without_credentials(URI uri, boolean kept) {
        FetchRequest request = telnyx.request(new Fetch("recording", uri.toString()), uri, source, Hooks.NOW);
        assertThat(request != null).isEqualTo(kept);
        if (request != null) {
            assertThat(request.headers()).isEmpty();
        }
    }

    @Test
    void a_fetched_recording_is_a_report_of_its_own_on_the_call() throws Exception {
        String body =
                "{\"data\":{\"id\":\"e\",\"event_type\":\"call.recording.saved\",\"payload\":{\"call_leg_id\":\"l\","
                        + "\"recording_urls\":{\"wav\":\"https://s3.amazonaws.com/telephony-recorder-prod/1.wav\"}}}}";
        assertThat(((Reading.Contacts) telnyx.read(json(body), source)).fetches())
                .isEmpty();
        Source recording = Phones.answering(source, RECORD);
        Fetch fetch = ((Reading.Contacts) telnyx.read(json(body), recording))
                .fetches()
                .get(0);
        Fetched audio = new Fetched("audio/x-wav", new byte[] {1}, Hooks.NOW);
        Call call = Hooks.only(telnyx.fetched(fetch, audio, recording), Call.class);
        assertThat(call.eventId()).isEqualTo("e:audio");
        assertThat(call.callId()).isEqualTo("l");
    }

    @Test
    void without_a_public_url_a_recording_is_not_reported() {
        RawHook hook = Hooks.post(
                "application/x-www-form-urlencoded", Hooks.form(Hooks.fields("CallSid", "c", "CallStatus", "ringing")));
        assertThat(telnyx.reply(Outcome.ACCEPTED, hook, Phones.answering(source, RECORD))
                        .body())
                .contains("<Record ")
                .doesNotContain("recordingStatusCallback");
    }

    private static String group(String id, String to, String cc) {
        return "{\"data\":{\"id\":\"" + id + "\",\"event_type\":\"message.received\",\"payload\":{\"text\":\"hi\","
                + "\"received_at\":\"2026-11-23T11:59:57Z\",\"from\":{\"phone_number\":\"+12125550123\"},"
                + "\"to\":[{\"phone_number\":\"" + to + "\"}],\"cc\":[{\"phone_number\":\"" + cc + "\"}]}}}";
    }

    private List<Contact> contacts(String body) throws MalformedHook {
        return ((Reading.Contacts) telnyx.read(json(body), source)).contacts();
    }

    private Call call(String event, String payload) throws MalformedHook {
        String body = "{\"data\":{\"id\":\"e\",\"event_type\":\"" + event + "\",\"payload\":{" + payload + "}}}";
        return Hooks.only(telnyx.read(json(body), source), Call.class);
    }

    private Verdict verdict(RawHook hook, Source of) {
        return telnyx.authenticate(hook, of, Hooks.NOW).verdict();
    }

    private static RawHook json(String body) {
        return Hooks.post("application/json", Hooks.utf8(body));
    }

    private static RawHook signed(String body) {
        String timestamp = Long.toString(Hooks.NOW.getEpochSecond());
        return Hooks.post(
                "application/json",
                Hooks.utf8(body),
                "telnyx-timestamp",
                timestamp,
                "telnyx-signature-ed25519",
                sign(timestamp + "|" + body));
    }

    private static String sign(String message) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(KEYS.getPrivate());
            signer.update(Hooks.utf8(message));
            return Hooks.base64(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String publicKey(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        return Hooks.base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
