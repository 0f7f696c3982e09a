package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PublicUrl;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.TwilioSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Mandrill (Mailchimp Transactional): inbound mail by POST, several mails in one request.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the <em>webhook key</em>, which Mandrill shows once the route exists. It is not the API key.
 *   <li>{@code publicUrl}: the URL exactly as entered at Mandrill, with its query, its trailing slash and credentials
 *       if it has any, since that is what is signed.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust where Mandrill reports nothing.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Base64 of HMAC-SHA1 in {@code X-Mandrill-Signature}, over the URL followed by the form's names and values in order of
 * name. Nothing is dated: that no event is taken twice is what stops a replay.
 *
 * <h2>What it sends</h2>
 *
 * The field {@code mandrill_events}, a JSON list. Events other than {@code inbound} are reports on mail that was sent
 * and ignored. The recipient is {@code msg.email}; the envelope sender is not told, save where the mail's topmost
 * lines, above the first Received, have a Return-Path. An unreadable event among readable ones is kept and told by
 * itself.
 *
 * <h2>Replies</h2>
 *
 * Mandrill is done at 200 and repeats on anything else.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE, REPLAYED</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401; a repeat costs nothing and saves mail while a key is rotated</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add the domain under Inbound at Mandrill and point its MX records at Mandrill.
 *   <li>Put the hook's URL in {@code sources[].publicUrl}, and create a route {@code *} to it at Mandrill. Mandrill
 *       asks the URL with HEAD, and may POST an empty list signed with the key {@code test-webhook}; both are answered
 *       with 200 before a key is set.
 *   <li>Put the webhook's key in {@code sources[].secrets}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * The key {@code test-webhook}, and for how long Mandrill repeats: about a day by hearsay.
 */
public final class Mandrill implements Provider {
    private static final String SIGNATURE = "x-mandrill-signature";
    private static final byte[] TEST_KEY = "test-webhook".getBytes(StandardCharsets.UTF_8);

    @Override
    public String id() {
        return "mandrill";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Mandrill (Mailchimp Transactional) inbound",
                List.of(Channel.MAIL),
                "HMAC-SHA1 over URL and form",
                "webhook key; `publicUrl`",
                "none",
                "hash of the raw mail and its recipient");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        // A test says nothing, and comes before there is a key to be set.
        if (isTest(hook.form()) && isSigned(hook, source, List.of(TEST_KEY))) {
            return Authenticity.GENUINE;
        }
        List<byte[]> keys = SourceSecrets.keys(source);
        if (keys.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        if (!PublicUrl.isSet(source)) {
            return PublicUrl.missing(source);
        }
        if (hook.header(SIGNATURE) == null) {
            return Authenticity.forged("X-Mandrill-Signature is missing");
        }
        return isSigned(hook, source, keys)
                ? Authenticity.GENUINE
                : Authenticity.forged("X-Mandrill-Signature does not fit; sources[id=" + source.id()
                        + "].publicUrl has to be the URL as entered at Mandrill");
    }

    private static boolean isSigned(RawHook hook, Source source, List<byte[]> keys) {
        String signature = hook.header(SIGNATURE);
        byte[] given = SignatureText.base64(signature == null ? "" : signature);
        byte[] form = TwilioSignature.signedForm(hook.form());
        List<String> urls = PublicUrl.candidates(source, hook);
        // A slash at the end that was not entered is not signed either.
        urls.remove(source.publicUrl() + "/");
        for (String url : urls) {
            if (Hmac.SHA1.signedWithAny(keys, given, url.getBytes(StandardCharsets.UTF_8), form)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTest(Form form) {
        return form.fields().size() == 1 && "[]".equals(form.text("mandrill_events"));
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        FormField field = hook.form().whole().field("mandrill_events");
        JsonNode events = field == null ? null : JsonBody.tree(field.bytes());
        if (events == null || !events.isArray()) {
            throw new MalformedHook(
                    "mandrill_events: expected a JSON list, found " + (field == null ? "nothing" : "another"));
        }
        Batch batch = new Batch();
        for (int i = 0; i < events.size(); i++) {
            MandrillEvent event = new MandrillEvent(events.get(i), "mandrill_events[" + i + "]", source);
            batch.add(event.event(), () -> event.isInbound() ? event.read() : null);
        }
        return batch.reading(
                List.of(),
                events.isEmpty()
                        ? "empty list, by which Mandrill tries the URL"
                        : "events of Mandrill, no inbound mail");
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return Channel.MAIL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED -> Reply.text(200, "accepted");
            case IGNORED -> Reply.text(200, "ignored");
            case UNREADABLE -> Reply.text(200, "kept unread");
            case REPLAYED -> Reply.text(200, "known");
            case FORGED -> Reply.text(401, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
