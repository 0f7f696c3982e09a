package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Sms;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is read from the requests of SignalWire, Telnyx, Vonage and Plivo that others collected. */
class PhonePayloadsTest {

    @Test
    void signalwire_call_that_asks_for_a_document() throws Exception {
        Call call = read(new SignalWire(), "signalwire/relay-call-created", Call.class);
        assertThat(call.from()).isEqualTo("+12135877632");
        assertThat(call.to()).isEqualTo("+12089806814");
        assertThat(call.callId()).isEqualTo("b5d63b2e-f75b-4dc8-b6d4-269b635f96c0");
        assertThat(call.stage()).isEqualTo(CallStage.INCOMING);
    }

    @Test
    void telnyx_call() throws Exception {
        Call call = read(new Telnyx(), "telnyx/call-initiated", Call.class);
        assertThat(call.eventId()).isEqualTo("0ccc7b54-4df3-4bca-a65a-3da1ecc777f0");
        assertThat(call.stage()).isEqualTo(CallStage.INCOMING);
        assertThat(call.from()).isEqualTo("+35319605860");
        assertThat(call.to()).isEqualTo("+35319605860");
        assertThat(call.occurredAt()).isEqualTo(Instant.parse("2018-02-02T22:25:27.521992Z"));
        assertThat(call.stirShaken().verification()).isEqualTo(Verification.PASSED);
        assertThat(call.stirShaken().attestation()).isEqualTo(Attestation.A);
    }

    @Test
    void telnyx_message() throws Exception {
        Sms sms = read(new Telnyx(), "telnyx/message-received", Sms.class);
        assertThat(sms.from()).isEqualTo("+12125551234");
        assertThat(sms.to()).isEqualTo("+13105559876");
        assertThat(sms.text()).isEqualTo("Hello, I need help");
        assertThat(sms.group()).isNull();
    }

    @Test
    void telnyx_status_of_a_call_by_texml() throws Exception {
        Call call = read(new Telnyx(), "telnyx/texml-call-ringing", Call.class);
        assertThat(call.stage()).isEqualTo(CallStage.STATUS);
        assertThat(call.from()).isEqualTo("+35319605860");
        assertThat(call.to()).isEqualTo("+13129457420");
        assertThat(call.callerName()).isEqualTo("John Doe");
        assertThat(call.occurredAt()).isEqualTo(Instant.parse("2024-01-15T10:30:00Z"));
        assertThat(call.stirShaken().verification()).isEqualTo(Verification.PASSED);
    }

    @Test
    void vonage_calls() throws Exception {
        Call get = read(new Vonage(), "vonage/voice-answer-get", Call.class);
        assertThat(get.stage()).isEqualTo(CallStage.INCOMING);
        assertThat(get.from()).isEqualTo("+447700900000");
        assertThat(get.to()).isEqualTo("+442079460000");
        Call post = read(new Vonage(), "vonage/voice-answer-post", Call.class);
        assertThat(post.callId()).isEqualTo(get.callId()).startsWith("CON-");
    }

    @Test
    void vonage_messages() throws Exception {
        Sms json = read(new Vonage(), "vonage/sms-inbound", Sms.class);
        assertThat(json.eventId()).isEqualTo("0A0000000123ABCD1");
        assertThat(json.from()).isEqualTo("+447700900001");
        assertThat(json.to()).isEqualTo("+447700900000");
        assertThat(json.occurredAt()).isEqualTo(Instant.parse("2020-01-01T12:00:00Z"));
        Sms get = read(new Vonage(), "vonage/sms-inbound-signed-get", Sms.class);
        assertThat(get.text()).isEqualTo("Test again");
        assertThat(get.from()).isEqualTo("+14843472194");
    }

    @Test
    void plivo_message() throws Exception {
        Sms sms = read(new Plivo(), "plivo/sms-inbound", Sms.class);
        assertThat(sms.from()).isEqualTo("+14157654321");
        assertThat(sms.to()).isEqualTo("+14153464321");
        assertThat(sms.text()).isEqualTo("Hello");
    }

    private static <T> T read(Provider provider, String name, Class<T> type) throws Exception {
        Source source = Hooks.source(provider.id(), null, null, "x");
        return Hooks.only(provider.read(Payloads.hook(name), source), type);
    }
}
