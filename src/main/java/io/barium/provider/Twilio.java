package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.Sha256;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.TwilioSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Twilio: incoming calls, their status, recordings and transcriptions, and incoming messages.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the Auth Token of the account or subaccount that owns the number.
 *   <li>{@code publicUrl}: the URL as entered at Twilio, or the part of it before {@code /hooks/}. Twilio signs it as
 *       entered, and no proxy may change what is compared.
 *   <li>{@code region} (optional): the country of numbers without international prefix.
 *   <li>{@code answer} (optional): what callers hear: {@code decline}, {@code ring} for a minute, {@code silence}, or
 *       {@code record} with {@code recordingLawful} and {@code prompt}. A recording is fetched and kept as evidence.
 *   <li>{@code fetchSecret} (optional): {@code AccountSid:AuthToken} or {@code KeySid:secret} for recordings; by
 *       default the account that reported it and the first of {@code secrets}.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * {@code X-Twilio-Signature} is base64 of HMAC-SHA1 over the URL with its query, followed by the form's fields in
 * order; for JSON the query carries {@code bodySHA256} instead. There is no timestamp and no single-use id: a repeat is
 * recognised by the call's or message's id, and no window is kept.
 *
 * <h2>Replies</h2>
 *
 * Twilio does not repeat a voice request that was answered, whatever the answer.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says; {@code <Reject/>} declines unbilled</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, message</td><td>200 with an empty response</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, other reports</td><td>200 without body</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with an empty response</td></tr>
 *   <tr><td>FORGED</td><td>403</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, which sends Twilio to the fallback URL</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the Auth Token in {@code sources[].secrets} and {@code https://host} in {@code publicUrl}.
 *   <li>At each number enter {@code https://host/hooks/ID} under "A call comes in" and "A message comes in", method
 *       POST, and as its call status callback.
 *   <li>Append {@code #rc=3&rp=all} to the voice URL: Twilio then repeats a request that failed.
 * </ol>
 */
public final class Twilio implements Provider, Fetching {
    /** The API's own host, and those of regions: {@code api.dublin.ie1.twilio.com}. */
    private static final Pattern API_HOST = Pattern.compile("api(\\.[a-z0-9-]+){0,2}\\.twilio\\.com");

    private static final int MAX_RECORDING = 32 << 20;

    @Override
    public String id() {
        return "twilio";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Twilio Voice and Messaging",
                List.of(Channel.CALL, Channel.SMS),
                "HMAC-SHA1 over URL and form",
                "Auth Token; `publicUrl`",
                "none",
                "`CallSid` and report, `MessageSid`");
    }

    @Override
    public boolean eventsByGet() {
        return true;
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<byte[]> tokens = SourceSecrets.keys(source);
        if (tokens.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        if (!PublicUrl.isSet(source)) {
            return PublicUrl.missing(source);
        }
        String signature = hook.header("x-twilio-signature");
        if (signature == null) {
            return Authenticity.forged("X-Twilio-Signature is missing");
        }
        boolean form = hook.mediaType().equals("application/x-www-form-urlencoded");
        byte[] signedForm = form && !isGet(hook) ? TwilioSignature.signedForm(hook.form()) : new byte[0];
        List<String> urls = PublicUrl.candidates(source, hook);
        if (!form && hook.body().length > 0) {
            urls.removeIf(url -> !coversBody(url, hook.body()));
        }
        return TwilioSignature.valid(tokens, urls, signedForm, signature)
                ? Authenticity.GENUINE
                : Authenticity.forged("X-Twilio-Signature does not fit; sources[id=" + source.id()
                        + "].publicUrl has to be the URL as entered at Twilio");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return new TwilioReport(TwilioReport.form(hook).whole(), source).read(".wav");
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        if (!API_HOST.matcher(uri.getHost()).matches()) {
            return null;
        }
        return new FetchRequest(
                uri,
                Map.of(
                        "Authorization",
                        FetchSecret.basic(source, fetch.context().get("account"))),
                MAX_RECORDING);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        return Reading.of(Recordings.of(fetch, content));
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return TwilioReport.isMessage(TwilioReport.form(hook)) ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> new TwilioReport(TwilioReport.form(hook), source).answer(null);
            case UNREADABLE -> Reply.xml(CallXml.DONE);
            case FORGED -> Reply.text(403, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static boolean isGet(RawHook hook) {
        return hook.method().equals("GET");
    }

    /** Whether the URL carries the body's hash, without which a body that is no form would not be signed at all. */
    private static boolean coversBody(String url, byte[] body) {
        String hash = parameter(url, "bodySHA256=");
        return hash != null
                && MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.UTF_8), Sha256.hex(body).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String parameter(String url, String prefix) {
        int query = url.indexOf('?');
        for (String pair : url.substring(query + 1).split("&", -1)) {
            if (query >= 0 && pair.startsWith(prefix)) {
                return pair.substring(prefix.length());
            }
        }
        return null;
    }
}
