package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.CallStage;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.Sha256;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
 *   <tr><td>ACCEPTED, REPLAYED, IGNORED, incoming call</td><td>200 {@code <Reject/>}, which declines it unbilled</td></tr>
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
public final class Twilio implements Provider {
    private static final String REJECT = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Reject/></Response>";
    private static final String DONE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    @Override
    public String id() {
        return "twilio";
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
        String publicUrl = source.publicUrl();
        if (publicUrl == null || publicUrl.isBlank()) {
            return Authenticity.unconfigured("sources[id=" + source.id() + "].publicUrl is missing");
        }
        String signature = hook.header("x-twilio-signature");
        if (signature == null) {
            return Authenticity.forged("X-Twilio-Signature is missing");
        }
        boolean form = hook.mediaType().equals("application/x-www-form-urlencoded");
        String signedForm = form && !isGet(hook) ? TwilioSignature.signedForm(hook.form()) : "";
        List<String> urls = urls(publicUrl.strip(), hook);
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
        return new TwilioReport(form(hook).whole(), source.region()).read();
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return TwilioReport.isMessage(form(hook)) ? Channel.SMS : Channel.CALL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED, IGNORED -> done(hook);
            case UNREADABLE -> Reply.xml(DONE);
            case FORGED -> Reply.text(403, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static Reply done(RawHook hook) {
        Form form = form(hook);
        if (TwilioReport.isMessage(form)) {
            return Reply.xml(DONE);
        }
        return TwilioReport.stage(form) == CallStage.INCOMING ? Reply.xml(REJECT) : Reply.empty(200);
    }

    private static Form form(RawHook hook) {
        return isGet(hook) ? hook.queryForm() : hook.form();
    }

    private static boolean isGet(RawHook hook) {
        return hook.method().equals("GET");
    }

    /**
     * What may be entered at Twilio. A query in the setting stands for itself, save for GET: there the query is the
     * message, and nothing but the query that came may be compared.
     */
    private static List<String> urls(String publicUrl, RawHook hook) {
        int fragment = publicUrl.indexOf('#');
        String entered = fragment < 0 ? publicUrl : publicUrl.substring(0, fragment);
        int query = entered.indexOf('?');
        String base = query < 0 ? entered : entered.substring(0, query);
        String came = hook.rawQuery() == null ? "" : "?" + hook.rawQuery();
        List<String> out = new ArrayList<>();
        if (query >= 0 && !isGet(hook)) {
            out.add(entered);
        }
        String path = hook.rawPath();
        String whole = base + came;
        String joined = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path + came;
        boolean named = base.endsWith(path);
        out.add(named ? whole : joined);
        out.add(named ? joined : whole);
        return out;
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
