package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.JsonReport;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MessageBirdSignature;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MessageBird and its successor Bird: incoming messages; of MessageBird also incoming calls.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the signing key, as the dashboard shows it; with Bird the one given for the subscription.
 *   <li>{@code variant}: {@code jwt} (MessageBird, the default), {@code hmac} (MessageBird's older header) or
 *       {@code bird} (the new platform). The last two use the same headers and cannot be told apart.
 *   <li>{@code publicUrl}: the URL as entered there, or the part of it before {@code /hooks/}; not needed with
 *       {@code hmac}.
 *   <li>{@code window} (optional): how old a signature of {@code hmac} and {@code bird} may be, 5 minutes by default;
 *       tokens say themselves how long they are good.
 *   <li>{@code region} (optional): the country of numbers that a message quotes without international prefix.
 *   <li>{@code answer} (optional): what callers hear; MessageBird answers each call before it asks, so that none rings.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * {@code jwt}: {@code MessageBird-Signature-JWT} is a token (HS256, HS384 or HS512) about the SHA-256 of the URL with
 * its query and of the body, good for a minute. {@code hmac}: {@code MessageBird-Signature} is base64 of HMAC-SHA256
 * over {@code MessageBird-Request-Timestamp}, the query in order of its names and the SHA-256 of the body, each on a
 * line. {@code bird}: the same with the whole URL instead of the query.
 *
 * <h2>Replies</h2>
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, call</td><td>200 with what {@code answer} says, a call flow</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, anything else</td><td>200 with {@code OK}</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with {@code OK}</td></tr>
 *   <tr><td>FORGED</td><td>401</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the signing key in {@code sources[].secrets} and {@code https://host} in {@code publicUrl}.
 *   <li>MessageBird: enter {@code https://host/hooks/ID} as URL to which each canary number's messages are forwarded,
 *       and as {@code fetchCallFlow} of its call flow.
 *   <li>Bird: subscribe {@code https://host/hooks/ID} to {@code sms.inbound} with a signing key, set {@code variant} to
 *       {@code bird}. A message names the channel that it came by and not always the number; then the channel's id
 *       stands for it.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * The fields of a call, of its webhooks and of the call flow that answers. Where Bird names the number that was
 * reached. How often and how long they repeat. Recordings are noted and not fetched.
 */
public final class MessageBird implements Provider {
    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String id() {
        return "messagebird";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "MessageBird SMS and Voice, Bird SMS",
                List.of(Channel.SMS, Channel.CALL),
                "JWT about URL and body, or HMAC-SHA256 over time, query or URL, and the body's hash",
                "signing key; `publicUrl`",
                "as the token says; `hmac`, `bird` 5 min",
                "`id` of the message, `callID` and event");
    }

    @Override
    public Set<String> variants() {
        return Set.of("jwt", "hmac", "bird");
    }

    @Override
    public boolean eventsByGet() {
        return true;
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<byte[]> keys = SourceSecrets.keys(source);
        if (keys.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        Duration given = source.window();
        Duration window = given == null ? DEFAULT_WINDOW : given;
        String variant = variant(source);
        if (variant.equals("hmac")) {
            return MessageBirdSignature.overQuery(hook, keys, window, now);
        }
        if (!PublicUrl.isSet(source)) {
            return PublicUrl.missing(source);
        }
        List<String> urls = PublicUrl.candidates(source, hook);
        return variant.equals("bird")
                ? MessageBirdSignature.overUrl(hook, keys, urls, window, now)
                : MessageBirdSignature.token(hook, keys, urls, now);
    }

    private static String variant(Source source) {
        String variant = source.options().variant();
        return variant == null ? "jwt" : variant;
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode json = json(hook);
        if (json != null) {
            return new MessageBirdReport(new JsonReport(json, source.region())).read();
        }
        ObjectNode fields = JSON.createObjectNode();
        form(hook).whole().fields().forEach(f -> {
            if (!fields.has(f.name())) {
                fields.put(f.name(), f.text());
            }
        });
        return new MessageBirdReport(new JsonReport(fields, source.region())).read();
    }

    /** The JSON in the body; {@code null} when the request is a form or a query. */
    private static @Nullable JsonNode json(RawHook hook) {
        boolean form = hook.method().equals("GET")
                || hook.mediaType().equals("application/x-www-form-urlencoded")
                || hook.mediaType().equals("multipart/form-data");
        JsonNode tree = form ? null : JsonBody.tree(hook.body());
        return tree == null || !tree.isObject() ? null : tree;
    }

    private static Form form(RawHook hook) {
        return hook.method().equals("GET") ? hook.queryForm() : hook.form();
    }

    private static boolean isCall(RawHook hook) {
        JsonNode json = json(hook);
        return json == null ? form(hook).has("callID") : json.has("callID");
    }

    @Override
    public Channel channelOf(RawHook hook) {
        JsonNode json = json(hook);
        return isCall(hook) || (json != null && json.has("items")) ? Channel.CALL : Channel.SMS;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED ->
                isCall(hook)
                        ? new Reply(
                                200, "application/json", flow(source.options().answering()), Map.of())
                        : Reply.text(200, "OK");
            case UNREADABLE -> Reply.text(200, "OK");
            case FORGED -> Reply.text(401, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static String flow(Answering answering) {
        ObjectNode flow = JSON.createObjectNode().put("title", "barium");
        ArrayNode steps = flow.putArray("steps");
        switch (answering.mode()) {
            case DECLINE -> {}
            case RING, SILENCE -> step(steps, "pause").put("length", "60s");
            case RECORD -> {
                step(steps, "say")
                        .put("payload", answering.prompt())
                        .put("voice", "female")
                        .put("language", "en-US");
                step(steps, "record").put("maxLength", 120).put("timeout", 10);
            }
        }
        steps.addObject().put("action", "hangup");
        return flow.toString();
    }

    private static ObjectNode step(ArrayNode steps, String action) {
        return steps.addObject().put("action", action).putObject("options");
    }
}
