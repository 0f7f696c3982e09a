package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.StirShaken.Attestation;
import io.barium.model.StirShaken.Verification;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlivoTest {
    private static final String TOKEN = "a token";
    private static final String URL = "https://barium.example/hooks/main";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Plivo plivo = new Plivo();
    private final Source source = Hooks.source("plivo", "https://barium.example", null, TOKEN);

    @Test
    void of_several_signatures_in_one_header_one_has_to_fit() {
        String right = sign(URL + "?A1.n");
        RawHook hook = v3("A=1", "AAAA, " + right);
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(v3("A=1", "AAAA, " + right.toLowerCase(java.util.Locale.ROOT)), source))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(v3("A=1", ""), source)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void values_are_signed_decoded_and_in_order() {
        assertThat(verdict(v3("B=x%26y&A=2&A=1+0", sign(URL + "?A1 0A2Bx&y.n")), source))
                .isEqualTo(Verdict.GENUINE);
    }

    @Test
    void a_wrong_signature_of_version_3_is_not_mended_by_a_right_one_of_version_2() {
        RawHook hook = Hooks.post(
                FORM,
                Hooks.utf8("A=1"),
                "X-Plivo-Signature-V3",
                sign("other"),
                "X-Plivo-Signature-V3-Nonce",
                "n",
                "X-Plivo-Signature-V2",
                sign(URL + "n"),
                "X-Plivo-Signature-V2-Nonce",
                "n");
        assertThat(verdict(hook, source)).isEqualTo(Verdict.FORGED);
        assertThat(plivo.singleUseId(hook, source)).isEqualTo("n");
    }

    @Test
    void version_2_lets_any_form_pass_so_its_nonce_serves_once() {
        RawHook one = v2("MessageUUID=1&To=1");
        RawHook other = v2("MessageUUID=2&To=2");
        assertThat(verdict(one, source)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(other, source)).isEqualTo(Verdict.GENUINE);
        assertThat(plivo.singleUseId(one, source)).isEqualTo("n").isEqualTo(plivo.singleUseId(other, source));
        assertThat(plivo.singleUseId(v3("A=1", ""), source)).isNull();
    }

    @Test
    void version_1_counts_only_where_it_was_chosen() {
        RawHook hook = Hooks.post(
                FORM,
                Hooks.utf8("A=1"),
                "X-Plivo-Signature",
                Hooks.base64(Hooks.hmac("HmacSHA1", Hooks.utf8(TOKEN), Hooks.utf8(URL + "A1"))));
        Source first = Phones.with(source, Answering.DECLINE, "v1", null);
        assertThat(verdict(hook, first)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source)).isEqualTo(Verdict.FORGED);
        assertThat(verdict(v2("A=1"), first)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_body_that_is_no_form_is_not_signed_by_version_3() {
        RawHook hook = Hooks.post(
                "application/json",
                Hooks.utf8("{\"CallUUID\":\"c\"}"),
                "X-Plivo-Signature-V3",
                sign(URL + ".n"),
                "X-Plivo-Signature-V3-Nonce",
                "n");
        assertThat(verdict(hook, source)).isEqualTo(Verdict.FORGED);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "Event=StartApp&CallStatus=ringing, INCOMING",
                "CallStatus=ringing, INCOMING",
                "CallStatus=in-progress, INCOMING",
                "Event=Redirect&CallStatus=in-progress, STATUS",
                "Event=Ring&CallStatus=ringing, STATUS",
                "CallStatus=no-answer, STATUS",
                "CallStatus=in-progress&HangupCause=NORMAL_CLEARING, STATUS",
                "RecordUrl=https://media.plivo.com/r.mp3, RECORDING",
                "record_url=https://media.plivo.com/r.mp3, RECORDING",
                "transcription=hello, TRANSCRIPTION"
            })
    void reports_tell_themselves_apart(String fields, CallStage stage) throws Exception {
        Call call = call(fields);
        assertThat(call.stage()).isEqualTo(stage);
        assertThat(call.callId()).isEqualTo("c");
        boolean answered = plivo.reply(Outcome.ACCEPTED, form("CallUUID=c&To=12125550188&" + fields), source)
                .body()
                .contains("Hangup");
        assertThat(answered).isEqualTo(stage == CallStage.INCOMING);
    }

    @ParameterizedTest
    @CsvSource({
        "Verified, A, PASSED, A",
        "Verified, , PASSED, A",
        "Not Verified, B, NONE, ",
        "Not Applicable, Not Applicable, NONE, ",
        "verified, none, PASSED, A"
    })
    void only_a_verified_number_is_attested(
            String found, String level, Verification verification, Attestation attestation) throws Exception {
        Call call = call("CallStatus=ringing&STIRVerification=" + Hooks.encode(found)
                + (level == null ? "" : "&STIRAttestation=" + Hooks.encode(level)));
        assertThat(call.stirShaken().verification()).isEqualTo(verification);
        assertThat(call.stirShaken().attestation()).isEqualTo(attestation);
    }

    @Test
    void reports_on_what_was_sent_from_here_are_ignored() throws Exception {
        assertThat(plivo.read(form("MessageUUID=m&Status=delivered&To=1&From=2"), source))
                .isInstanceOf(Reading.Ignored.class);
        assertThat(plivo.read(form("CallUUID=c&Direction=outbound&To=1&From=2"), source))
                .isInstanceOf(Reading.Ignored.class);
        assertThatThrownBy(() -> plivo.read(form("A=1"), source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("CallUUID, MessageUUID:");
    }

    @Test
    void callers_hear_what_is_set() {
        assertThat(answer(Mode.RING)).contains("<Response><Wait length=\"60\"/><Hangup reason=\"rejected\"/>");
        assertThat(answer(Mode.SILENCE)).contains("<Response><DTMF>WWW");
        assertThat(answer(Mode.RECORD)).contains("<Speak>a &amp; b</Speak>").contains("callbackUrl=\"" + URL + "\"");
    }

    private String answer(Mode mode) {
        Source answering = Phones.answering(source, new Answering(mode, "a & b"));
        return plivo.reply(Outcome.ACCEPTED, form("CallUUID=c&To=1&Event=StartApp"), answering)
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "https://media.plivo.com/v1/Account/MA/Recording/r.mp3, true",
        "https://aps1.media.plivo.com/v1/Account/MA/Recording/r.mp3, true",
        "https://evilmedia.plivo.com/r.mp3, false",
        "https://media.plivo.com.evil.example/r.mp3, false",
        "https://localhost/r.mp3, false"
    })
    void recordings_are_fetched_from_plivo_alone(URI uri, boolean kept) throws Exception {
        Fetch fetch = new Fetch("recording", uri.toString(), Map.of("account", "MA"));
        FetchRequest request = plivo.request(fetch, uri, source, Hooks.NOW);
        assertThat(request != null).isEqualTo(kept);
        if (request != null) {
            assertThat(request.headers())
                    .containsEntry("Authorization", "Basic " + Hooks.base64(Hooks.utf8("MA:" + TOKEN)));
            FetchRequest open = plivo.request(new Fetch("recording", uri.toString()), uri, source, Hooks.NOW);
            assertThat(open).isNotNull();
            assertThat(open.headers()).isEmpty();
        }
    }

    private Call call(String fields) throws MalformedHook {
        return Hooks.only(plivo.read(form("CallUUID=c&To=12125550188&" + fields), source), Call.class);
    }

    private Verdict verdict(RawHook hook, Source of) {
        return plivo.authenticate(hook, of, Hooks.NOW).verdict();
    }

    private static RawHook form(String body) {
        return Hooks.post(FORM, Hooks.utf8(body));
    }

    private static RawHook v3(String body, String signature) {
        return Hooks.post(FORM, Hooks.utf8(body), "X-Plivo-Signature-V3", signature, "X-Plivo-Signature-V3-Nonce", "n");
    }

    private static RawHook v2(String body) {
        return Hooks.post(
                FORM, Hooks.utf8(body), "X-Plivo-Signature-V2", sign(URL + "n"), "X-Plivo-Signature-V2-Nonce", "n");
    }

    private static String sign(String message) {
        return Hooks.base64(Hooks.hmac("HmacSHA256", Hooks.utf8(TOKEN), Hooks.utf8(message)));
    }
}
