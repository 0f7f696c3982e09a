package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Sms;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static final String RECORDING =
            "https://voice.bandwidth.com/api/v2/accounts/1/calls/c-1/recordings/r-1/media";

    private final Bandwidth bandwidth = new Bandwidth();
    private final Source source = Hooks.source("bandwidth", null, null, "user:password");

    @Test
    void the_copies_of_a_group_message_are_told_apart_and_joined() throws Exception {
        Sms first = message("a", "+12125550199", "2026-11-23T11:59:56Z", "Call me");
        Sms second = message("b", "+12125550198", "2026-11-23T11:59:57Z", "Call me");
        assertThat(first.eventId()).isNotEqualTo(second.eventId());
        assertThat(first.to()).isEqualTo("+12125550199");
        assertThat(second.to()).isEqualTo("+12125550198");
        assertThat(first.thread()).isNotNull().isEqualTo(second.thread());
        assertThat(message("c", "+12125550199", "2026-11-23T11:59:56Z", "Call us")
                        .thread())
                .isNotEqualTo(first.thread());
        assertThat(message("d", "+12125550199", "2026-11-24T11:59:56Z", "Call me")
                        .thread())
                .isNotEqualTo(first.thread());
    }

    @Test
    void credentials_are_asked_for_where_none_are_shown() {
        RawHook bare = Hooks.post("application/json", Hooks.utf8("[]"));
        assertThat(bandwidth.authenticate(bare, source, Hooks.NOW).verdict()).isEqualTo(Verdict.FORGED);
        Reply reply = bandwidth.reply(Outcome.FORGED, bare, source);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers()).containsEntry("WWW-Authenticate", "Basic realm=\"barium\"");
    }

    @Test
    void a_secret_that_is_no_pair_is_not_accepted_as_token() {
        RawHook hook = Hooks.post("application/json", Hooks.utf8("[]"), "Authorization", "Bearer user:password");
        assertThat(bandwidth.authenticate(hook, source, Hooks.NOW).verdict()).isEqualTo(Verdict.FORGED);
        Source token = Hooks.source("bandwidth", null, null, "token");
        assertThat(bandwidth.authenticate(hook, token, Hooks.NOW).verdict()).isEqualTo(Verdict.UNCONFIGURED);
    }

    @Test
    void recordings_are_fetched_from_bandwidth_alone() throws Exception {
        Source recording = source(Mode.RECORD);
        Fetch fetch = new Fetch("recording", RECORDING, Map.of("event", "r-1:complete", "call", "c-1"));
        FetchRequest request = bandwidth.request(fetch, URI.create(RECORDING), recording, Hooks.NOW);
        assertThat(request).isNotNull();
        assertThat(request.headers()).containsEntry("Authorization", "Basic " + Hooks.base64(Hooks.utf8("api:key")));
        for (String host :
                new String[] {"voice.bandwidth.com.phish.example", "phish.example", "xvoice.bandwidth.com"}) {
            assertThat(bandwidth.request(fetch, URI.create("https://" + host + "/media"), recording, Hooks.NOW))
                    .isNull();
        }
        assertThatThrownBy(() -> bandwidth.request(fetch, URI.create(RECORDING), source, Hooks.NOW))
                .isInstanceOf(MalformedHook.class)
                .hasMessageContaining("fetchSecret");
    }

    @Test
    void a_transcription_that_was_fetched_is_a_report_on_the_call() throws Exception {
        Fetch fetch = new Fetch("transcription", RECORDING, Map.of("event", "t-1", "call", "c-1"));
        Fetched content = new Fetched(
                "application/json",
                Hooks.utf8("{\"transcripts\":[{\"text\":\"Call me at 212 555 0142.\",\"confidence\":0.9},"
                        + "{\"text\":\"It is urgent.\"}]}"),
                Hooks.NOW);
        Call call = Hooks.only(bandwidth.fetched(fetch, content, source), Call.class);
        assertThat(call.eventId()).isEqualTo("t-1:text");
        assertThat(call.callId()).isEqualTo("c-1");
        assertThat(call.stage()).isEqualTo(CallStage.TRANSCRIPTION);
        assertThat(call.text()).isEqualTo("Call me at 212 555 0142.\nIt is urgent.");
        assertThat(call.quotes().phoneNumbers()).containsExactly("+12125550142");
    }

    @Test
    void calls_that_were_made_from_here_and_steps_within_a_call_are_no_contacts() throws Exception {
        String outbound = "{\"eventType\":\"disconnect\",\"direction\":\"outbound\",\"callId\":\"c-1\"}";
        assertThat(bandwidth.read(hook(outbound), source)).isInstanceOf(Reading.Ignored.class);
        String gather = "{\"eventType\":\"gather\",\"direction\":\"inbound\",\"callId\":\"c-1\",\"digits\":\"1\"}";
        assertThat(bandwidth.read(hook(gather), source)).isInstanceOf(Reading.Ignored.class);
        assertThat(bandwidth.reply(Outcome.IGNORED, hook(gather), source).body())
                .endsWith("<Response/>");
    }

    @Test
    void each_way_of_answering_is_said_in_bxml() {
        RawHook hook = hook("{\"eventType\":\"initiate\",\"callId\":\"c-1\",\"to\":\"+12125550199\"}");
        assertThat(bandwidth.reply(Outcome.ACCEPTED, hook, source(Mode.RING)).body())
                .contains("<Ring duration=\"60\" answerCall=\"false\"/><Hangup/>");
        assertThat(bandwidth.reply(Outcome.ACCEPTED, hook, source(Mode.SILENCE)).body())
                .contains("<Pause duration=\"60\"/><Hangup/>");
        assertThat(bandwidth.reply(Outcome.ACCEPTED, hook, source(Mode.RECORD)).body())
                .contains("recordingAvailableUrl=\"/hooks/main\"/>");
    }

    private Sms message(String id, String owner, String at, String text) throws Exception {
        String json = "[{\"type\":\"message-received\",\"message\":{\"id\":\"" + id + "\",\"owner\":\"" + owner
                + "\",\"time\":\"" + at + "\",\"from\":\"+12125550123\",\"text\":\"" + text
                + "\",\"to\":[\"+12125550198\",\"+12125550199\"]}}]";
        return Hooks.only(bandwidth.read(hook(json), source), Sms.class);
    }

    private static RawHook hook(String json) {
        return Hooks.post("application/json", Hooks.utf8(json));
    }

    private static Source source(Mode mode) {
        return new Source(
                "main",
                "bandwidth",
                List.of(new Secret("user:password")),
                null,
                null,
                null,
                "US",
                new SourceOptions(null, List.of(), new Secret("api:key"), new Answering(mode, "Hello.")));
    }
}
