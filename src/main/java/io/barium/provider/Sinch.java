package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.BasicCredentials;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.IsoInstants;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SinchSignature;
import io.barium.provider.kit.SourceSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sinch: incoming calls of the Voice API and of Voice 2.0, incoming messages of the SMS API and of the Conversation
 * API.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}, as many as there are products: for calls {@code key:secret}, the application's key or the
 *       service's id and its secret in base64, as the dashboard shows them; for messages the webhook's secret; for
 *       older SMS accounts {@code user:password}.
 *   <li>{@code publicUrl} (optional): the URL as entered at Sinch, where a proxy changes the path, which is signed.
 *   <li>{@code window} (optional): how far a signature's time may be from now.
 *   <li>{@code region} (optional): the country of numbers that a message quotes without international prefix.
 *   <li>{@code answer} (optional): what callers hear: {@code decline}, {@code ring} for a minute, {@code silence}, or
 *       {@code record}.
 * </ul>
 *
 * Sinch puts recordings into storage of one's own, by credentials of that storage, which Barium has not. With
 * {@code record} a caller hears the prompt and then silence; nothing is recorded. Recordings that are set up otherwise
 * are noted with where they are.
 *
 * <h2>How it signs</h2>
 *
 * Calls: {@code Authorization: application key:signature}, in Voice 2.0 {@code service id:signature}; base64 of
 * HMAC-SHA256 over method, base64 of the body's MD5, content type, {@code x-timestamp} and path, each on a line. The
 * time may be 5 minutes off.
 *
 * <p>Messages: {@code x-sinch-webhook-signature}, base64 of HMAC-SHA256 over body, nonce and time, with full stops
 * between. The time may be a day off, since repeats go on for nearly that long and nobody says whether they are signed
 * anew; the body is signed, so that a repeat changes nothing. Older accounts show Basic credentials instead.
 *
 * <h2>Replies</h2>
 *
 * A message is repeated for nearly 23 hours after 5xx and 429, and not after any other 4xx. A call waits 5 seconds for
 * its answer and is not repeated.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says, in SVAML</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, anything else</td><td>200 with an empty object</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with an empty object</td></tr>
 *   <tr><td>FORGED</td><td>401 with {@code WWW-Authenticate: Basic}</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the secrets in {@code sources[].secrets}.
 *   <li>Enter {@code https://host/hooks/ID} as callback URL of the voice application, as webhook of the voice service
 *       with behaviour WEBHOOK, as callback URL of the SMS service plan, and as webhook of the conversation app for
 *       MESSAGE_INBOUND.
 *   <li>Give the canary numbers that application, service or plan.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether {@code park} without {@code answer} lets a call ring, and is silent otherwise. That {@code pause} before
 * {@code answer} lets a call of Voice 2.0 ring.
 */
public final class Sinch implements Provider {
    private static final Duration CALL_WINDOW = Duration.ofMinutes(5);
    private static final Duration MESSAGE_WINDOW = Duration.ofHours(24);
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"barium\"");

    @Override
    public String id() {
        return "sinch";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Sinch Voice, Voice 2.0, SMS and Conversation",
                List.of(Channel.CALL, Channel.SMS),
                "HMAC-SHA256 over method, body, type, time and path, or over body, nonce and time; Basic for older SMS",
                "`key:secret` for calls, the webhook's secret for messages, `user:password` for older SMS",
                "5 min, messages 24 h",
                "`callid` and event, `id` of the message");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        if (SinchSignature.isOfMessage(hook)) {
            String time = hook.header("x-sinch-webhook-signature-timestamp");
            return SinchSignature.fitsMessage(hook, SourceSecrets.keys(source)) && time != null
                    ? Freshness.ofEpochSeconds(
                            time, window(source, MESSAGE_WINDOW), now, "x-sinch-webhook-signature-timestamp")
                    : Authenticity.forged("x-sinch-webhook-signature does not fit");
        }
        if (SinchSignature.isOfCall(hook)) {
            return SinchSignature.fitsCall(hook, secrets, paths(source, hook))
                    ? fresh(hook, window(source, CALL_WINDOW), now)
                    : Authenticity.forged("the signature in Authorization does not fit");
        }
        return BasicCredentials.areShown(hook)
                ? BasicCredentials.check(hook, source)
                : Authenticity.forged("Authorization and x-sinch-webhook-signature are missing");
    }

    private static Duration window(Source source, Duration usual) {
        Duration window = source.window();
        return window == null ? usual : window;
    }

    private static Authenticity fresh(RawHook hook, Duration window, Instant now) {
        Instant time = IsoInstants.parse(hook.header("x-timestamp"));
        return time == null
                ? Authenticity.forged("x-timestamp is no time")
                : Freshness.ofEpochSeconds(Long.toString(time.getEpochSecond()), window, now, "x-timestamp");
    }

    private static List<String> paths(Source source, RawHook hook) {
        List<String> out = new ArrayList<>(List.of(hook.rawPath()));
        for (String url : PublicUrl.candidates(source, hook)) {
            int host = url.indexOf("://");
            int path = url.indexOf('/', host < 0 ? 0 : host + 3);
            if (path >= 0) {
                int query = url.indexOf('?', path);
                out.add(query < 0 ? url.substring(path) : url.substring(path, query));
            }
        }
        return out;
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return new SinchReport(new JsonReport(JsonBody.object(hook.body()), source.region())).read();
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return event(hook) == null ? Channel.SMS : Channel.CALL;
    }

    private static @Nullable String event(RawHook hook) {
        JsonNode body = JsonBody.tree(hook.body());
        return body == null ? null : JsonBody.text(body, "event");
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> done(hook, source);
            case UNREADABLE -> json("{}");
            case FORGED -> new Reply(401, "text/plain; charset=utf-8", "signature refused", CHALLENGE);
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static Reply done(RawHook hook, Source source) {
        String event = event(hook);
        return switch (event == null ? "" : event) {
            case "ice" -> json(Svaml.first(source.options().answering()));
            case "call.incoming" -> json(Svaml.second(source.options().answering()));
            default -> json("{}");
        };
    }

    private static Reply json(String body) {
        return new Reply(200, "application/json", body, Map.of());
    }
}
