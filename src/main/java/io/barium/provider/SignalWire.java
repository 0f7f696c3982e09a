package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.TwilioSignature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SignalWire: incoming calls and messages, by cXML (LaML, compatible with Twilio) or by SWML.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the project's <em>signing key</em> (API credentials), {@code PSK_...}. It is not the API
 *       token.
 *   <li>{@code publicUrl}: the URL as entered at SignalWire, or the part of it before {@code /hooks/}; it is signed.
 *   <li>{@code region} (optional): the country of numbers without international prefix.
 *   <li>{@code answer} (optional): what callers hear. A recording is fetched and kept as evidence.
 *   <li>{@code fetchSecret} (optional): {@code ProjectID:APIToken}, where the project protects the URLs of its
 *       recordings; otherwise they need none.
 * </ul>
 *
 * <h2>What it takes</h2>
 *
 * <ul>
 *   <li>cXML: forms with Twilio's field names, by POST or GET.
 *   <li>SWML: JSON requests for the document that tells what to do with a call or message. Its status callbacks are not
 *       signed, so they are refused; a recording is told by a request for the next document, which comes only when the
 *       caller stays until the recording ends. Recordings of callers who hang up need cXML.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * cXML: {@code X-SignalWire-Signature}, or {@code X-Twilio-Signature}, as Twilio does, with the signing key. JSON:
 * {@code X-SignalWire-Signature} is lower-case hex of HMAC-SHA1 over URL and body,
 * {@code X-SignalWire-SHA256-Signature} the same with SHA-256; where both come, both have to fit. Credentials in the
 * URL are not signed. Nothing dates a request: a repeat is recognised by the call's or message's id.
 *
 * <h2>Replies</h2>
 *
 * In the language of the request.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, message</td><td>200 with an empty document</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, other reports</td><td>200; a call ends</td></tr>
 *   <tr><td>UNREADABLE</td><td>200 with an empty document; a call ends</td></tr>
 *   <tr><td>FORGED</td><td>403</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, which sends SignalWire to the fallback URL</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the signing key in {@code sources[].secrets} and {@code https://host} in {@code publicUrl}.
 *   <li>At each number let calls and messages be handled by a cXML webhook (recommended) or an external SWML script at
 *       {@code https://host/hooks/ID}, method POST; for cXML enter it as status callback too.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * In which order SignalWire signs a form field that comes more than once: Twilio's order and that of SignalWire's own
 * library are accepted. Whether a pause that comes first is spent ringing. The fields of SWML's {@code message} beyond
 * those of the calls and of the messaging SDK.
 */
public final class SignalWire implements Provider, Fetching {
    private static final Pattern SPACE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}\\.signalwire\\.com");
    private static final Pattern CREDENTIALS = Pattern.compile("^([A-Za-z]+://)[^/?#@]*@");
    private static final int MAX_RECORDING = 32 << 20;

    @Override
    public String id() {
        return "signalwire";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "SignalWire cXML and SWML",
                List.of(Channel.CALL, Channel.SMS),
                "HMAC-SHA1 over URL and form, or over URL and JSON",
                "signing key; `publicUrl`",
                "none",
                "`CallSid` or `call_id` and report, `MessageSid` or `message_id`");
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
        if (!PublicUrl.isSet(source)) {
            return PublicUrl.missing(source);
        }
        String own = hook.header("x-signalwire-signature");
        String signature = own == null ? hook.header("x-twilio-signature") : own;
        if (signature == null) {
            return Authenticity.forged("X-SignalWire-Signature is missing");
        }
        boolean signed = isJson(hook)
                ? isSignedJson(hook, keys, urls(source, hook), signature)
                : isSignedForm(hook, keys, urls(source, hook), signature);
        return signed
                ? Authenticity.GENUINE
                : Authenticity.forged("X-SignalWire-Signature does not fit; sources[id=" + source.id()
                        + "].publicUrl has to be the URL as entered at SignalWire");
    }

    private static boolean isSignedJson(RawHook hook, List<byte[]> keys, Set<String> urls, String signature) {
        String stronger = hook.header("x-signalwire-sha256-signature");
        boolean signed = false;
        for (String url : urls) {
            byte[] start = url.getBytes(StandardCharsets.UTF_8);
            signed |= Hmac.SHA1.signedWithAny(keys, SignatureText.hex(signature), start, hook.body())
                    && (stronger == null
                            || Hmac.SHA256.signedWithAny(keys, SignatureText.hex(stronger), start, hook.body()));
        }
        return signed;
    }

    private static boolean isSignedForm(RawHook hook, List<byte[]> keys, Set<String> urls, String signature) {
        if (hook.method().equals("GET")) {
            return hook.body().length == 0 && TwilioSignature.valid(keys, urls, new byte[0], signature);
        }
        if (!hook.mediaType().equals("application/x-www-form-urlencoded")) {
            return false;
        }
        return TwilioSignature.valid(keys, urls, TwilioSignature.signedForm(hook.form()), signature)
                || TwilioSignature.valid(keys, urls, TwilioSignature.signedFormWithRepeats(hook.form()), signature);
    }

    private static Set<String> urls(Source source, RawHook hook) {
        List<String> entered = PublicUrl.candidates(source, hook);
        Set<String> out = new LinkedHashSet<>(entered);
        for (String url : new ArrayList<>(entered)) {
            out.add(CREDENTIALS.matcher(url).replaceFirst("$1"));
        }
        return out;
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return isJson(hook)
                ? SwmlRequest.of(JsonBody.object(hook.body()), source).read()
                : new TwilioReport(TwilioReport.form(hook).whole(), source).read("");
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        String host = uri.getHost();
        if (host == null || !SPACE.matcher(host).matches()) {
            return null;
        }
        boolean isProtected = source.options().fetchSecret() != null;
        return new FetchRequest(
                uri, isProtected ? Map.of("Authorization", FetchSecret.basic(source, null)) : Map.of(), MAX_RECORDING);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        return Reading.of(Recordings.of(fetch, content));
    }

    @Override
    public Channel channelOf(RawHook hook) {
        boolean message = isJson(hook)
                ? SwmlRequest.isMessage(JsonBody.tree(hook.body()))
                : TwilioReport.isMessage(TwilioReport.form(hook));
        return message ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> answer(hook, source);
            case UNREADABLE ->
                isJson(hook) ? swml(SwmlRequest.done(channelOf(hook) == Channel.SMS)) : Reply.xml(CallXml.DONE);
            case FORGED -> Reply.text(403, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static Reply answer(RawHook hook, Source source) {
        if (!isJson(hook)) {
            return new TwilioReport(TwilioReport.form(hook), source).answer(null);
        }
        JsonNode body = JsonBody.tree(hook.body());
        return body != null && body.has("event_type")
                ? Reply.empty(200)
                : swml(SwmlRequest.answer(body, source.options().answering(), PublicUrl.ofHook(source, hook)));
    }

    private static Reply swml(String document) {
        return new Reply(200, "application/json", document, Map.of());
    }

    private static boolean isJson(RawHook hook) {
        return !hook.method().equals("GET") && hook.mediaType().equals("application/json");
    }
}
