package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.model.Call;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.BasicCredentials;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.SourceSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bandwidth: incoming calls, their end, recordings and transcriptions (Programmable Voice), and incoming messages.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} as entered at the application; a voice and a messaging application may
 *       have different ones.
 *   <li>{@code publicUrl} (optional): the URL as entered at Bandwidth, where a proxy changes the path.
 *   <li>{@code region} (optional): the country of numbers without international prefix.
 *   <li>{@code answer} (optional): what callers hear: {@code decline} (unbilled), {@code ring} for a minute without
 *       answering, {@code silence}, or {@code record} with {@code recordingLawful} and {@code prompt}.
 *   <li>{@code fetchSecret}: {@code user:password} of an API user, for recordings and transcriptions; needed with
 *       {@code answer: record} alone.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * It does not: the application's user and password are shown as Basic credentials, by some of its servers only after
 * they were asked for, so that 401 comes with the challenge. Nothing dates a request; a repeat is recognised by the
 * message's id, or the call's id and the event.
 *
 * <h2>Replies</h2>
 *
 * A message is repeated for a day until it is answered with 2xx. A voice event is repeated once, when no connection
 * came about.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says, in BXML</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, other events that wait for BXML</td><td>200 with an empty response</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, message or report</td><td>200 without body</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with an empty response</td></tr>
 *   <tr><td>FORGED</td><td>401 with {@code WWW-Authenticate: Basic}</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, which sends a call to the fallback URL</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Invent a user and a password, put {@code user:password} in {@code sources[].secrets}.
 *   <li>At the voice application enter {@code https://host/hooks/ID} as URL of initiated calls and of call status, at
 *       the messaging application as URL of inbound callbacks, each with that user and password.
 *   <li>Give the locations of the canary numbers these applications.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether a pause answers an incoming call, which {@code silence} takes for granted. That the copies of a group message
 * carry times within the same hour, by which they are joined.
 */
public final class Bandwidth implements Provider, Fetching {
    private static final String HOST = "voice.bandwidth.com";
    private static final int MAX_RECORDING = 32 << 20;
    private static final int MAX_TRANSCRIPTION = 4 << 20;
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"barium\"");

    @Override
    public String id() {
        return "bandwidth";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Bandwidth Voice and Messaging",
                List.of(Channel.CALL, Channel.SMS),
                "Basic credentials",
                "`user:password` of the application",
                "none",
                "`callId` and event, `recordingId`, `message.id`");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return SourceSecrets.texts(source).isEmpty()
                ? SourceSecrets.missing(source)
                : BasicCredentials.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode body = JsonBody.tree(hook.body());
        if (body == null || !body.isContainerNode()) {
            throw new MalformedHook("body: expected a JSON object or a list of them");
        }
        boolean recorded = source.options().answering().mode() == Mode.RECORD;
        return new BandwidthReport(body, source.region(), recorded).read();
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        if (!HOST.equals(uri.getHost())) {
            return null;
        }
        boolean transcription = fetch.kind().equals(BandwidthReport.TRANSCRIPTION);
        return new FetchRequest(
                uri,
                Map.of("Authorization", FetchSecret.basic(source, null)),
                transcription ? MAX_TRANSCRIPTION : MAX_RECORDING);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        Call call = fetch.kind().equals(BandwidthReport.TRANSCRIPTION)
                ? BandwidthReport.transcription(fetch, content, source.region())
                : Recordings.of(fetch, content);
        return Reading.of(call);
    }

    @Override
    public Channel channelOf(RawHook hook) {
        JsonNode body = JsonBody.tree(hook.body());
        return body != null && body.isArray() ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> done(hook, source);
            case UNREADABLE -> Reply.xml(CallXml.DONE);
            case FORGED -> new Reply(401, "text/plain; charset=utf-8", "credentials refused", CHALLENGE);
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static Reply done(RawHook hook, Source source) {
        JsonNode body = JsonBody.tree(hook.body());
        String event = body == null ? "" : body.path("eventType").asText();
        return switch (event) {
            case "initiate" -> Reply.xml(bxml(source, hook));
            case "", "disconnect", "recordingAvailable", "transcriptionAvailable" -> Reply.empty(200);
            default -> Reply.xml(CallXml.DONE);
        };
    }

    /** An empty response hangs up, and refuses a call that was not answered. */
    private static String bxml(Source source, RawHook hook) {
        Answering answering = source.options().answering();
        String verbs = switch (answering.mode()) {
            case DECLINE -> "<Hangup/>";
            case RING -> "<Ring duration=\"60\" answerCall=\"false\"/><Hangup/>";
            case SILENCE -> "<Pause duration=\"60\"/><Hangup/>";
            case RECORD ->
                "<SpeakSentence>" + CallXml.escape(answering.prompt()) + "</SpeakSentence>"
                        + "<Record maxDuration=\"120\" silenceTimeout=\"10\" recordingAvailableUrl=\""
                        + CallXml.escape(ownUrl(source, hook)) + "\"" + credentials(hook) + "/><Hangup/>";
        };
        return CallXml.DONE.replace("<Response/>", "<Response>" + verbs + "</Response>");
    }

    private static String ownUrl(Source source, RawHook hook) {
        return PublicUrl.isSet(source) ? PublicUrl.candidates(source, hook).get(0) : hook.target();
    }

    /**
     * URLs that a response names get other credentials than the application's: those that the response names. These are
     * what the genuine request itself has shown.
     */
    private static String credentials(RawHook hook) {
        String authorization = hook.header("authorization");
        if (authorization == null || !BasicCredentials.areShown(hook)) {
            return "";
        }
        try {
            String shown = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = shown.indexOf(':');
            return colon < 0
                    ? ""
                    : " username=\"" + CallXml.escape(shown.substring(0, colon)) + "\" password=\""
                            + CallXml.escape(shown.substring(colon + 1)) + "\"";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
