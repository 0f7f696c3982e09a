package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions.Answering;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.Jwt;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.VonageSignature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Vonage (Nexmo): incoming calls and their events by Voice API, incoming messages by Messages API or SMS API.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the account's <em>signature secret</em> (API settings). It is not the API secret.
 *   <li>{@code window} (optional): how far a signature's time may be from now, 5 minutes by default.
 *   <li>{@code region} (optional): where people's numbers in messages are taken to be; callers' numbers come in
 *       international form.
 *   <li>{@code answer} (optional): what callers hear. Recordings are reported but not fetched: Vonage hands them out
 *       only to a token signed with the application's private key, which Barium does not hold.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Voice and Messages API: {@code Authorization: Bearer} and a JSON Web Token (HS256) whose {@code payload_hash} is the
 * SHA-256 of the body and whose {@code iat} dates it. A GET has no body, its query is <em>not signed</em>: the journal
 * lets each token ({@code jti}) pass with one query only, and POST is the better choice. SMS API: the parameter
 * {@code sig}, hex of MD5 with the secret, or of HMAC with MD5, SHA-1, SHA-256 or SHA-512, over all parameters, of
 * which {@code timestamp} dates it.
 *
 * <h2>Replies</h2>
 *
 * Calls: after a connection error, 429, 503 or 504 Vonage asks once more and then the fallback URL. Other webhooks are
 * done at 200 and repeated otherwise.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says, as NCCO</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, others</td><td>200 without body</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with an empty NCCO, which ends a call</td></tr>
 *   <tr><td>FORGED, without signature</td><td>503: after rare errors of its own Vonage sends unsigned, and signs the
 *       repeat</td></tr>
 *   <tr><td>FORGED, with a wrong one</td><td>401</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the signature secret in {@code sources[].secrets}.
 *   <li>Calls: create an application with {@code https://host/hooks/ID} as answer URL <em>and</em> event URL, both with
 *       method POST and signed webhooks on; link the numbers to it.
 *   <li>Messages: enter the same URL as inbound URL of the application, and let the numbers use the Messages API. For
 *       the SMS API enter it as inbound SMS webhook, and have messages signed (support switches it on).
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether a repeat is signed anew: if not, one that comes later than {@code window} is refused, until {@code window} is
 * made wider, which costs nothing for POST. Whether {@code wait} leaves a call ringing, and whether an empty NCCO
 * declines it unbilled. Vonage reports no STIR/SHAKEN attestation.
 */
public final class Vonage implements Provider {
    private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);
    private static final Set<String> ALGORITHMS = Set.of("HS256");
    private static final String BEARER = "Bearer ";

    @Override
    public String id() {
        return "vonage";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Vonage Voice, Messages and SMS API",
                List.of(Channel.CALL, Channel.SMS),
                "JWT (HS256) with the body's hash; SMS API: `sig` over the parameters",
                "signature secret",
                "5 min",
                "`uuid`, `status` and `timestamp`, `message_uuid`, `messageId`");
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
        if (isGet(hook) && hook.body().length > 0) {
            return Authenticity.forged("GET with a body, of which its query would not be signed");
        }
        Duration window = source.window() == null ? DEFAULT_WINDOW : source.window();
        if (hook.header("authorization") != null) {
            return byToken(hook, keys, window, now);
        }
        JsonNode fields = VonageReport.fields(hook);
        String signature = JsonBody.text(fields, VonageSignature.PARAMETER);
        String timestamp = JsonBody.number(fields, "timestamp");
        if (signature == null || timestamp == null) {
            return Authenticity.forged("Authorization is missing, and sig or timestamp");
        }
        return VonageSignature.isValid(keys, fields, signature)
                ? Freshness.ofEpochSeconds(timestamp, window, now, "timestamp")
                : Authenticity.forged("sig does not fit");
    }

    private static Authenticity byToken(RawHook hook, List<byte[]> keys, Duration window, Instant now) {
        String token = token(hook);
        JsonNode claims = token == null ? null : Jwt.claims(token, keys, ALGORITHMS);
        if (claims == null) {
            return Authenticity.forged("Authorization holds no token that fits");
        }
        String hash = claims.path("payload_hash").textValue();
        boolean covered = hash == null
                ? hook.body().length == 0
                : MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.UTF_8),
                        Sha256.hex(hook.body()).getBytes(StandardCharsets.UTF_8));
        if (!covered) {
            return Authenticity.forged("payload_hash does not fit the body");
        }
        String iat = JsonBody.number(claims, "iat");
        return iat == null ? Authenticity.forged("iat is missing") : Freshness.ofEpochSeconds(iat, window, now, "iat");
    }

    private static @Nullable String token(RawHook hook) {
        String authorization = hook.header("authorization");
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length())
                : null;
    }

    @Override
    public @Nullable String singleUseId(RawHook hook, Source source) {
        String token = token(hook);
        if (token == null || hook.body().length > 0) {
            return null;
        }
        JsonNode claims = Jwt.unverified(token);
        String jti = claims == null ? null : JsonBody.text(claims, "jti");
        return EventIds.given(jti == null ? token : jti);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return VonageReport.of(hook, source.region()).read();
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return switch (VonageReport.kind(VonageReport.fields(hook))) {
            case SMS, MESSAGE, RECEIPT -> Channel.SMS;
            default -> Channel.CALL;
        };
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED ->
                VonageReport.kind(VonageReport.fields(hook)) == VonageReport.Kind.ANSWER
                        ? ncco(incoming(source.options().answering()))
                        : Reply.empty(200);
            case UNREADABLE -> ncco("");
            case FORGED ->
                isUnsigned(hook) ? Reply.text(503, "signature is missing") : Reply.text(401, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static boolean isUnsigned(RawHook hook) {
        return hook.header("authorization") == null
                && JsonBody.text(VonageReport.fields(hook), VonageSignature.PARAMETER) == null;
    }

    private static Reply ncco(String actions) {
        return new Reply(200, "application/json", "[" + actions + "]", Map.of());
    }

    /** Speech is what surely answers a call; silence is spoken as pauses. */
    private static String incoming(Answering answering) {
        return switch (answering.mode()) {
            case DECLINE -> "";
            case RING -> "{\"action\":\"wait\",\"timeout\":60}";
            case SILENCE -> "{\"action\":\"talk\",\"text\":\"<speak><break time='5s'/></speak>\",\"loop\":12}";
            case RECORD ->
                "{\"action\":\"talk\",\"text\":" + TextNode.valueOf(spoken(answering.prompt()))
                        + "},{\"action\":\"record\",\"beepStart\":true,\"endOnSilence\":10,\"timeOut\":120}";
        };
    }

    /** The prompt as plain text: what looks like markup would be taken for it. */
    private static String spoken(String prompt) {
        return prompt.replaceAll("[<>&]", " ");
    }

    private static boolean isGet(RawHook hook) {
        return hook.method().equals("GET");
    }
}
