package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.model.Sms;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TwilioTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String TYPE = "application/x-www-form-urlencoded; charset=UTF-8";
    private static final String WHOLE = "https://barium.example/hooks/main";

    private final Twilio twilio = new Twilio();
    private final Source source = Hooks.source("twilio", "https://barium.example", null, TOKEN);

    @Test
    void an_incoming_call_is_genuine_read_and_declined() throws Exception {
        RawHook hook = signed(WHOLE, call());
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);

        Call call = Hooks.only(twilio.read(hook, source), Call.class);
        assertThat(call.eventId()).isEqualTo("CA1:ringing");
        assertThat(call.callId()).isEqualTo("CA1");
        assertThat(call.stage()).isEqualTo(CallStage.INCOMING);
        assertThat(call.from()).isEqualTo("+14158675309");
        assertThat(call.to()).isEqualTo("+12025550143");
        assertThat(call.stirShaken().verification()).isEqualTo(Verification.PASSED);
        assertThat(call.stirShaken().attestation()).isEqualTo(Attestation.A);
        Reply reply = twilio.reply(Outcome.ACCEPTED, hook, source);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.contentType()).startsWith("text/xml");
        assertThat(reply.body()).contains("<Response><Reject/></Response>");
    }

    @Test
    void each_changed_byte_of_signature_or_body_is_forged() {
        RawHook hook = signed(WHOLE, call());
        byte[] body = hook.body();
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] = (byte) (changed[i] == 'x' ? 'y' : 'x');
            assertThat(verdict(new RawHook("POST", hook.target(), hook.headers(), changed, Hooks.NOW), source))
                    .as("byte " + i)
                    .isEqualTo(Verdict.FORGED);
        }
        String signature = signature(WHOLE, call());
        for (int i = 0; i < signature.length(); i++) {
            String changed =
                    signature.substring(0, i) + (signature.charAt(i) == 'A' ? 'B' : 'A') + signature.substring(i + 1);
            assertThat(verdict(Hooks.post(TYPE, body, "X-Twilio-Signature", changed), source))
                    .as("character " + i)
                    .isEqualTo(Verdict.FORGED);
        }
        assertThat(verdict(Hooks.post(TYPE, body), source)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void the_public_url_may_be_a_base_or_the_whole_url_with_or_without_port_query_and_fragment() {
        RawHook plain = signed(WHOLE, call());
        for (String url : new String[] {
            "https://barium.example",
            "https://barium.example/",
            "https://barium.example:443",
            WHOLE,
            WHOLE + "#rc=3&rp=all"
        }) {
            assertThat(verdict(plain, Hooks.source("twilio", url, null, TOKEN)))
                    .as(url)
                    .isEqualTo(Verdict.GENUINE);
        }
        assertThat(verdict(plain, Hooks.source("twilio", "https://other.example", null, TOKEN)))
                .isEqualTo(Verdict.FORGED);

        String signature = signature(WHOLE + "?a=%20b", call());
        RawHook queried =
                Hooks.request("POST", "/hooks/main?a=%20b", TYPE, Hooks.form(call()), "X-Twilio-Signature", signature);
        assertThat(verdict(queried, source)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(queried, Hooks.source("twilio", WHOLE, null, TOKEN))).isEqualTo(Verdict.GENUINE);
        RawHook stripped =
                Hooks.request("POST", "/hooks/main", TYPE, Hooks.form(call()), "X-Twilio-Signature", signature);
        assertThat(verdict(stripped, Hooks.source("twilio", WHOLE + "?a=%20b", null, TOKEN)))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void a_get_is_signed_by_its_query_and_by_nothing_else() throws Exception {
        String target = "/hooks/main?CallSid=CA1&To=%2B12025550143&From=%2B14158675309";
        String signature = signature("https://barium.example" + target, Map.of());
        RawHook hook = Hooks.request("GET", target, "", new byte[0], "X-Twilio-Signature", signature);
        assertThat(twilio.eventsByGet()).isTrue();
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
        assertThat(Hooks.only(twilio.read(hook, source), Call.class).to()).isEqualTo("+12025550143");

        String entered = WHOLE + "?x=1";
        RawHook other =
                Hooks.request("GET", target, "", new byte[0], "X-Twilio-Signature", signature(entered, Map.of()));
        assertThat(verdict(other, Hooks.source("twilio", entered, null, TOKEN))).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_body_that_is_no_form_has_to_be_covered_by_its_hash() {
        byte[] json = Hooks.utf8("{\"a\":1}");
        String target = "/hooks/main?bodySHA256=" + Sha256.hex(json);
        String signature = signature("https://barium.example" + target, Map.of());
        assertThat(verdict(
                        Hooks.request("POST", target, "application/json", json, "X-Twilio-Signature", signature),
                        source))
                .isEqualTo(Verdict.GENUINE);
        byte[] other = Hooks.utf8("{\"a\":2}");
        assertThat(verdict(
                        Hooks.request("POST", target, "application/json", other, "X-Twilio-Signature", signature),
                        source))
                .isEqualTo(Verdict.FORGED);
        String bare = signature(WHOLE, Map.of());
        assertThat(verdict(Hooks.post("text/plain", other, "X-Twilio-Signature", bare), source))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void without_secret_or_public_url_it_is_unconfigured_and_the_reason_names_the_setting() {
        RawHook hook = signed(WHOLE, call());
        assertThat(twilio.authenticate(hook, Hooks.source("twilio", WHOLE, null), Hooks.NOW))
                .isEqualTo(Authenticity.unconfigured("sources[id=main].secrets is empty"));
        assertThat(twilio.authenticate(hook, Hooks.source("twilio", null, null, TOKEN), Hooks.NOW))
                .isEqualTo(Authenticity.unconfigured("sources[id=main].publicUrl is missing"));
        assertThat(verdict(hook, Hooks.source("twilio", WHOLE, null, "new", TOKEN)))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void withheld_numbers_are_no_numbers() throws Exception {
        for (String from :
                new String[] {"+266696687", "+86282452253", "+7378742833", "+2562533", "+8656696", "Anonymous"}) {
            Map<String, String> fields = call();
            fields.put("From", from);
            assertThat(read(fields, Call.class).from()).as(from).isNull();
        }
    }

    @Test
    void reports_of_one_call_share_its_id_and_differ_in_theirs() throws Exception {
        Map<String, String> status = call();
        status.putAll(Hooks.fields("CallStatus", "completed", "CallDuration", "17", "SequenceNumber", "3"));
        Map<String, String> recording =
                Hooks.fields("CallSid", "CA1", "RecordingSid", "RE1", "RecordingStatus", "completed");
        Map<String, String> transcription = Hooks.fields(
                "CallSid",
                "CA1",
                "RecordingSid",
                "RE1",
                "TranscriptionSid",
                "TR1",
                "TranscriptionStatus",
                "completed",
                "TranscriptionText",
                "this is about ticket number 4711 234");
        assertThat(read(status, Call.class))
                .extracting("eventId", "stage", "callId", "durationSeconds")
                .containsExactly("CA1:completed:3", CallStage.STATUS, "CA1", 17);
        assertThat(read(recording, Call.class))
                .extracting("eventId", "stage", "callId", "to")
                .containsExactly("RE1:completed", CallStage.RECORDING, "CA1", null);
        Call spoken = read(transcription, Call.class);
        assertThat(spoken)
                .extracting("eventId", "stage", "callId")
                .containsExactly("TR1:completed", CallStage.TRANSCRIPTION, "CA1");
        assertThat(spoken.quotes().ticketNumbers()).containsExactly("4711 234");
        assertThat(twilio.reply(Outcome.ACCEPTED, Hooks.post(TYPE, Hooks.form(status)), source))
                .isEqualTo(Reply.empty(200));
    }

    @Test
    void messages_are_read_and_states_of_sent_ones_are_not() throws Exception {
        Map<String, String> fields = Hooks.fields(
                "MessageSid",
                "SM1",
                "SmsStatus",
                "received",
                "From",
                "whatsapp:+14158675309",
                "To",
                "+12025550143",
                "Body",
                "see www.phish.example/x.",
                "NumMedia",
                "1",
                "MediaUrl0",
                "https://api.twilio.com/m");
        Sms sms = read(fields, Sms.class);
        assertThat(sms.from()).isEqualTo("+14158675309");
        assertThat(sms.mediaUrls()).containsExactly("https://api.twilio.com/m");
        assertThat(sms.quotes().links()).containsExactly("http://www.phish.example/x");
        RawHook hook = Hooks.post(TYPE, Hooks.form(fields));
        assertThat(twilio.channelOf(hook)).isEqualTo(Channel.SMS);
        assertThat(twilio.reply(Outcome.ACCEPTED, hook, source).body()).endsWith("<Response/>");

        fields.put("MessageStatus", "delivered");
        assertThat(twilio.read(Hooks.post(TYPE, Hooks.form(fields)), source)).isInstanceOf(Reading.Ignored.class);
    }

    @Test
    void without_id_or_reached_number_it_is_malformed() {
        assertMalformed(Hooks.fields("To", "+12025550143"), "CallSid");
        assertMalformed(Hooks.fields("CallSid", "CA1", "From", "+14158675309"), "To:");
        assertMalformed(Hooks.fields("MessageSid", "SM1", "To", " "), "To:");
        assertMalformed(Map.of(), "CallSid");
    }

    @Test
    void each_outcome_has_its_reply() {
        RawHook hook = Hooks.post(TYPE, Hooks.form(call()));
        assertThat(twilio.reply(Outcome.REPLAYED, hook, source))
                .isEqualTo(twilio.reply(Outcome.ACCEPTED, hook, source));
        assertThat(twilio.reply(Outcome.UNREADABLE, hook, source).status()).isEqualTo(200);
        assertThat(twilio.reply(Outcome.FORGED, hook, source).status()).isEqualTo(403);
        assertThat(twilio.reply(Outcome.UNCONFIGURED, hook, source).status()).isEqualTo(503);
        assertThat(twilio.reply(Outcome.UNAVAILABLE, hook, source).status()).isEqualTo(503);
        assertThat(twilio.reply(Outcome.TOO_LARGE, hook, source).status()).isEqualTo(413);
    }

    private void assertMalformed(Map<String, String> fields, String start) {
        assertThatThrownBy(() -> twilio.read(Hooks.post(TYPE, Hooks.form(fields)), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith(start);
    }

    private <T> T read(Map<String, String> fields, Class<T> type) throws MalformedHook {
        return Hooks.only(twilio.read(Hooks.post(TYPE, Hooks.form(fields)), source), type);
    }

    private Verdict verdict(RawHook hook, Source from) {
        return twilio.authenticate(hook, from, Hooks.NOW).verdict();
    }

    private static Map<String, String> call() {
        return new LinkedHashMap<>(Hooks.fields(
                "CallSid",
                "CA1",
                "CallStatus",
                "ringing",
                "Direction",
                "inbound",
                "From",
                "+14158675309",
                "To",
                "+12025550143",
                "StirVerstat",
                "TN-Validation-Passed-A"));
    }

    private static RawHook signed(String url, Map<String, String> fields) {
        return Hooks.post(TYPE, Hooks.form(fields), "X-Twilio-Signature", signature(url, fields));
    }

    private static String signature(String url, Map<String, String> fields) {
        StringBuilder message = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> message.append(name).append(value));
        return Hooks.base64(Hooks.hmac("HmacSHA1", Hooks.utf8(TOKEN), Hooks.utf8(message.toString())));
    }
}
