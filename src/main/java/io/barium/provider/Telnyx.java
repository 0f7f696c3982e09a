package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.Ed25519;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Telnyx: incoming calls, their status, recordings and transcriptions, by Voice API or TeXML, and incoming messages.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the account's public key (Mission Control, Keys &amp; Credentials), 32 bytes in base64. It is
 *       no secret, but whoever can change it can forge.
 *   <li>{@code publicUrl} (optional): the URL as entered at Telnyx, or the part of it before {@code /hooks/}, to which
 *       recordings of TeXML calls are reported; without it they are not reported.
 *   <li>{@code window} (optional): how far a signature's time may be from now, 5 minutes by default.
 *   <li>{@code answer} (optional): what callers hear, in TeXML only. A recording is fetched and kept as evidence.
 * </ul>
 *
 * <h2>What it takes</h2>
 *
 * <ul>
 *   <li>JSON webhooks of API version 2. Calls of a Voice API application are steered by commands that Barium does not
 *       send: nobody answers, and they ring until the caller or Telnyx gives up. For {@code decline} and {@code record}
 *       give the number a TeXML application.
 *   <li>TeXML requests, which have Twilio's field names, by POST. A GET would not be signed: it is no event here.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * {@code telnyx-signature-ed25519} is base64 of the Ed25519 signature over {@code telnyx-timestamp}, a vertical bar and
 * the body. Each attempt is signed anew.
 *
 * <h2>Replies</h2>
 *
 * Telnyx is done at 2xx; otherwise it repeats and goes to the failover URL.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, webhook</td><td>200 without body</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, TeXML</td><td>200, an incoming call with what {@code answer} says</td></tr>
 *   <tr><td>UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401, which is repeated while a key is rotated</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the public key in {@code sources[].secrets} and {@code https://host} in {@code publicUrl}.
 *   <li>Calls: create a TeXML application with {@code https://host/hooks/ID} as voice URL and status callback, method
 *       POST, or a Voice API application with it as webhook URL and API version 2; assign the numbers to it.
 *   <li>Messages: enter the same URL as inbound webhook of the messaging profile, API version 2.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether TeXML lets a call ring through a {@code <Pause>} that comes first, as Twilio does; and the storage of
 * European accounts, whose bucket is not in Telnyx's documentation. How often a webhook is repeated is not documented.
 */
public final class Telnyx implements Provider, Fetching {
    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);
    private static final int MAX_RECORDING = 32 << 20;

    /** By host, where the path of a recording begins: anybody may have other buckets there. */
    private static final Map<String, String> STORES = Map.of(
            "s3.amazonaws.com", "/telephony-recorder-prod/",
            "s3.eu-central-1.amazonaws.com", "/telephony-recorder-prod-fr5/");

    @Override
    public String id() {
        return "telnyx";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Telnyx Voice API, TeXML and Messaging",
                List.of(Channel.CALL, Channel.SMS),
                "Ed25519 over time and body",
                "public key in base64; `publicUrl` for recordings by TeXML",
                "5 min",
                "`data.id`; TeXML: `CallSid` and report");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        List<PublicKey> keys =
                secrets.stream().map(Ed25519::key).filter(Objects::nonNull).toList();
        if (keys.isEmpty()) {
            return Authenticity.unconfigured(
                    "sources[id=" + source.id() + "].secrets holds no public key: 32 bytes in base64");
        }
        String signature = hook.header("telnyx-signature-ed25519");
        String timestamp = hook.header("telnyx-timestamp");
        if (signature == null || timestamp == null) {
            return Authenticity.forged("telnyx-signature-ed25519 or telnyx-timestamp is missing");
        }
        byte[] head = (timestamp + "|").getBytes(StandardCharsets.UTF_8);
        if (!Ed25519.signedWithAny(keys, SignatureText.base64(signature), head, hook.body())) {
            return Authenticity.forged("telnyx-signature-ed25519 does not fit");
        }
        Duration window = source.window();
        return Freshness.ofEpochSeconds(timestamp, window == null ? DEFAULT_WINDOW : window, now, "telnyx-timestamp");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return isTexml(hook)
                ? new TwilioReport(hook.form().whole(), source).read("")
                : TelnyxEvent.of(JsonBody.object(hook.body()), source).read();
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) {
        String store = STORES.get(String.valueOf(uri.getHost()));
        String path = uri.getRawPath();
        // The URL carries its own signature.
        return store == null || path == null || !path.startsWith(store) || path.contains("/..")
                ? null
                : new FetchRequest(uri, Map.of(), MAX_RECORDING);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        return Reading.of(Recordings.of(fetch, content));
    }

    @Override
    public Channel channelOf(RawHook hook) {
        if (isTexml(hook)) {
            return Channel.CALL;
        }
        JsonNode tree = JsonBody.tree(hook.body());
        String type = tree == null ? "" : tree.path("data").path("event_type").asText();
        return type.startsWith("message") ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED ->
                isTexml(hook)
                        ? new TwilioReport(hook.form(), source).answer(PublicUrl.ofHook(source, hook))
                        : Reply.empty(200);
            case UNREADABLE -> isTexml(hook) ? Reply.xml(CallXml.DONE) : Reply.empty(200);
            case FORGED -> Reply.text(401, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static boolean isTexml(RawHook hook) {
        return hook.mediaType().equals("application/x-www-form-urlencoded");
    }
}
