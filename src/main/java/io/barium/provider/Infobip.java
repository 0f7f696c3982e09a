package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.BasicCredentials;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Infobip: incoming messages (SMS, MMS and the Messages API) and incoming calls of the Calls API.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} of the subscription's security settings, of type BASIC.
 *   <li>{@code region} (optional): the country of numbers that a message quotes without international prefix.
 * </ul>
 *
 * {@code answer} changes nothing: Infobip takes no orders in the reply to an event, a call rings until its caller gives
 * up or Infobip does. Recordings are noted with their file's id and not fetched, since the host that keeps them is the
 * account's own.
 *
 * <h2>How it signs</h2>
 *
 * It does not: it shows the subscription's user and password as Basic credentials. Nothing dates a request; a repeat is
 * recognised by the message's id, or the call's id and the event.
 *
 * <h2>Replies</h2>
 *
 * What is not answered with 2xx is repeated.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401 with {@code WWW-Authenticate: Basic}</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Invent a user and a password, put {@code user:password} in {@code sources[].secrets}.
 *   <li>Make a notification profile with {@code https://host/hooks/ID} and security settings of type BASIC with these.
 *   <li>Subscribe it to inbound messages, and to CALL_RECEIVED, CALL_FINISHED, CALL_FAILED and CALL_RECORDING_READY;
 *       forward the canary numbers to it.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Security settings of type HMAC exist, with a choice of algorithms; in which header and over what they sign is nowhere
 * to be read, so they are not taken. How long and how often it repeats. How the events of recordings name their files.
 */
public final class Infobip implements Provider {
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Basic realm=\"barium\"");

    @Override
    public String id() {
        return "infobip";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Infobip SMS, MMS and Calls",
                List.of(Channel.SMS, Channel.CALL),
                "Basic credentials",
                "`user:password` of the subscription",
                "none",
                "`messageId`, `callId` and event");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return SourceSecrets.texts(source).isEmpty()
                ? SourceSecrets.missing(source)
                : BasicCredentials.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return new InfobipReport(new JsonReport(JsonBody.object(hook.body()), source.region())).read();
    }

    @Override
    public Channel channelOf(RawHook hook) {
        JsonNode body = JsonBody.tree(hook.body());
        return body != null && body.has("callId") ? Channel.CALL : Channel.SMS;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED, UNREADABLE -> Reply.empty(200);
            case FORGED -> new Reply(401, "text/plain; charset=utf-8", "credentials refused", CHALLENGE);
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
