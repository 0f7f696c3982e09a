package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CallXml;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PlivoSignature;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Recordings;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.TwilioSignature;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plivo: incoming calls, their status, recordings and transcriptions, and incoming messages.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the Auth Token of the account; where a subaccount owns the number, the subaccount's or the
 *       main account's.
 *   <li>{@code publicUrl}: the URL as entered at Plivo, or the part of it before {@code /hooks/}; it is signed.
 *   <li>{@code variant} (optional): {@code v1} for applications that still sign by version 1 only. It takes nothing
 *       else then.
 *   <li>{@code answer} (optional): what callers hear. A recording is fetched and kept as evidence.
 *   <li>{@code fetchSecret} (optional): {@code AuthID:AuthToken} for recordings; by default the account that reported
 *       it and the first of {@code secrets}.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Base64 of HMAC-SHA256 with the Auth Token. Version 3 (calls, {@code X-Plivo-Signature-V3}) covers URL, query, form
 * and nonce. Version 2 (messages, {@code X-Plivo-Signature-V2}) covers the URL without query and the nonce: whoever saw
 * one request could send another under its signature, which is why the journal lets each such nonce pass once. Each has
 * a second header ({@code -Ma-V2}, {@code -Ma-V3}) signed with the main account's token. Where version 3 came it alone
 * counts. Version 1 is HMAC-SHA1 over URL and form. Nothing dates a request.
 *
 * <h2>Replies</h2>
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 with what {@code answer} says, as Plivo XML</td></tr>
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, others; UNREADABLE</td><td>200 with an empty response</td></tr>
 *   <tr><td>FORGED</td><td>403</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503: Plivo asks three times, then the fallback URL</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put the Auth Token in {@code sources[].secrets} and {@code https://host} in {@code publicUrl}.
 *   <li>Create an application with {@code https://host/hooks/ID} as answer URL, hangup URL and message URL, method
 *       POST, and assign the numbers to it.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether a repeat carries the nonce of the first attempt. Whether {@code <DTMF>} that only waits answers at once. The
 * names of the STIR/SHAKEN fields, which Plivo announces without listing them.
 */
public final class Plivo implements Provider, Fetching {
    private static final String V1 = "v1";
    private static final String NONCE_V2 = "x-plivo-signature-v2-nonce";
    /** Recordings are kept by region. */
    private static final Pattern MEDIA_HOST = Pattern.compile("([a-z0-9-]{1,20}\\.)?media\\.plivo\\.com");

    private static final int MAX_RECORDING = 32 << 20;

    @Override
    public String id() {
        return "plivo";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Plivo Voice and Messaging",
                List.of(Channel.CALL, Channel.SMS),
                "HMAC-SHA256 over URL, form and nonce; messages: over URL and nonce only",
                "Auth Token; `publicUrl`",
                "none",
                "`CallUUID` and `Event`, `MessageUUID`");
    }

    @Override
    public Set<String> variants() {
        return Set.of(V1);
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
        List<String> urls = PublicUrl.candidates(source, hook);
        String version = V1.equals(source.options().variant()) ? "" : isSigned(hook, "v3") ? "v3" : "v2";
        boolean signed = version.isEmpty() ? isV1(hook, tokens, urls) : isSignedBy(version, hook, tokens, urls);
        return signed
                ? Authenticity.GENUINE
                : Authenticity.forged("X-Plivo-Signature is missing or does not fit; sources[id=" + source.id()
                        + "].publicUrl has to be the URL as entered at Plivo");
    }

    private static boolean isSigned(RawHook hook, String version) {
        return hook.header("x-plivo-signature-" + version) != null
                || hook.header("x-plivo-signature-ma-" + version) != null;
    }

    private static boolean isSignedBy(String version, RawHook hook, List<byte[]> tokens, List<String> urls) {
        String nonce = hook.header("x-plivo-signature-" + version + "-nonce");
        if (nonce == null) {
            return false;
        }
        List<String> signatures = Stream.of("x-plivo-signature-" + version, "x-plivo-signature-ma-" + version)
                .map(hook::header)
                .filter(Objects::nonNull)
                .toList();
        if (version.equals("v2")) {
            return PlivoSignature.isV2(tokens, urls, nonce, signatures);
        }
        // A body that is no form would not be signed.
        return (isForm(hook) || hook.body().length == 0)
                && PlivoSignature.isV3(tokens, urls, signedForm(hook), nonce, signatures);
    }

    private static boolean isV1(RawHook hook, List<byte[]> tokens, List<String> urls) {
        String signature = hook.header("x-plivo-signature");
        return signature != null
                && (isForm(hook) || hook.body().length == 0)
                && TwilioSignature.valid(tokens, urls, TwilioSignature.signedForm(signedForm(hook)), signature);
    }

    private static boolean isForm(RawHook hook) {
        return !hook.method().equals("GET") && hook.mediaType().equals("application/x-www-form-urlencoded");
    }

    private static Form signedForm(RawHook hook) {
        return isForm(hook) ? hook.form() : new Form(List.of(), null);
    }

    /** A signature of version 2 covers no content; one that came beside version 3 must not be of use later either. */
    @Override
    public @Nullable String singleUseId(RawHook hook, Source source) {
        String nonce = hook.header(NONCE_V2);
        return nonce == null ? null : EventIds.given(nonce);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        return PlivoReport.of(PlivoReport.form(hook).whole(), source).read();
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        String host = uri.getHost();
        if (host == null || !MEDIA_HOST.matcher(host).matches()) {
            return null;
        }
        String account = fetch.context().getOrDefault("account", "");
        boolean open = account.isEmpty() && source.options().fetchSecret() == null;
        return new FetchRequest(
                uri, open ? Map.of() : Map.of("Authorization", FetchSecret.basic(source, account)), MAX_RECORDING);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        return Reading.of(Recordings.of(fetch, content));
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return PlivoReport.isMessage(PlivoReport.form(hook)) ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> Reply.xml(answer(hook, source));
            case UNREADABLE -> Reply.xml(CallXml.DONE);
            case FORGED -> Reply.text(403, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static String answer(RawHook hook, Source source) {
        Form form = PlivoReport.form(hook);
        boolean incoming =
                !PlivoReport.isMessage(form) && PlivoReport.of(form, source).stage() == CallStage.INCOMING;
        return incoming
                ? PlivoReport.incoming(source.options().answering(), PublicUrl.ofHook(source, hook))
                : CallXml.DONE;
    }
}
