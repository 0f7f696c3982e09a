package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.Form;
import io.barium.provider.kit.FormField;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mailgun Routes: inbound mail by POST, parsed or as raw MIME.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the account's <em>HTTP webhook signing key</em> (Settings, API security). It is not the API
 *       key.
 *   <li>{@code window} (optional): how old a signature may be, 9 hours by default. Mailgun repeats a POST for 8 hours
 *       and does not say whether it signs it anew, so a narrow window can refuse genuine mail.
 *   <li>{@code authservId} (optional, raw MIME only): whose Authentication-Results to trust.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Hex HMAC-SHA256 over the fields {@code timestamp} and {@code token}, joined without separator. The rest of the body
 * is not covered: whoever saw one POST could send another body under its signature, which is why the journal lets each
 * token pass once.
 *
 * <p>Beside its own fields Mailgun sends each header of a parsed mail as a field, and nothing tells a header called
 * {@code token} from the token. So where the three come repeatedly, those count that fit each other; and every
 * {@code recipient} counts, since none that was reached may be lost.
 *
 * <h2>Replies</h2>
 *
 * Mailgun is done at 200, gives up at 406 and repeats on anything else.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401; a repeat costs nothing and saves mail while a key is rotated</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>REPLAYED</td><td>406</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add the domain at Mailgun as a receiving domain and point its MX records at Mailgun.
 *   <li>Switch the spam filter to "deliver with headers": without it Mailgun reports neither SPF nor DKIM.
 *   <li>Create a route {@code match_recipient(".*@domain")} with the action
 *       {@code forward("https://host/hooks/ID?format=mime")}: an address that ends in {@code mime} gets raw mail, which
 *       is the better evidence. Without that ending Mailgun sends parsed fields, which are read too.
 *   <li>Put the signing key in {@code sources[].secrets}.
 * </ol>
 */
public final class Mailgun implements Provider {
    private static final Duration DEFAULT_WINDOW = Duration.ofHours(9);

    @Override
    public String id() {
        return "mailgun";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Mailgun Routes",
                List.of(Channel.MAIL),
                "HMAC-SHA256 over timestamp and token, not over the body",
                "HTTP webhook signing key",
                "9 h",
                "`token`");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<byte[]> keys = SourceSecrets.keys(source);
        if (keys.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        MailgunStamp stamp = stamp(hook, keys);
        if (stamp == null) {
            return Authenticity.forged("timestamp, token or signature is missing");
        }
        if (!stamp.fits(keys)) {
            return Authenticity.forged("signature does not fit");
        }
        Duration window = source.window();
        return Freshness.ofEpochSeconds(stamp.timestamp(), window == null ? DEFAULT_WINDOW : window, now, "timestamp");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        if (isJson(hook)) {
            JsonBody.object(hook.body());
            return new Reading.Ignored("event webhook of Mailgun, no inbound mail");
        }
        Form form = hook.form().whole();
        MailgunStamp stamp = MailgunStamp.ofForm(form, SourceSecrets.keys(source));
        if (stamp == null) {
            throw new MalformedHook("token: expected the id of this delivery, found nothing");
        }
        List<String> recipients = AddressParser.envelopes(form.fields().stream()
                .filter(field -> field.name().equals("recipient"))
                .map(FormField::text)
                .toList());
        if (recipients.isEmpty()) {
            throw new MalformedHook("recipient: expected one or more mail addresses, found none");
        }
        MailEnvelope envelope = new MailEnvelope(
                EventIds.given(stamp.token()),
                AddressParser.envelope(form.text("sender")),
                recipients,
                stamp.at(),
                source.authservId(),
                source.region());
        // A parsed mail always has body-plain; a field body-mime beside it is a header of the mail's.
        FormField mime = form.field("body-plain") == null ? form.field("body-mime") : null;
        return Reading.of(mime == null ? MailgunMail.read(form, envelope) : MimeReader.read(mime.bytes(), envelope));
    }

    @Override
    public @Nullable String singleUseId(RawHook hook, Source source) {
        MailgunStamp stamp = stamp(hook, SourceSecrets.keys(source));
        return stamp == null ? null : EventIds.given(stamp.token());
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
            case FORGED -> Reply.text(401, "signature refused");
            case REPLAYED -> Reply.text(406, "token was used before");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE -> Reply.text(503, "timestamp out of the window");
            case UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }

    private static boolean isJson(RawHook hook) {
        return hook.mediaType().equals("application/json");
    }

    private static @Nullable MailgunStamp stamp(RawHook hook, List<byte[]> keys) {
        return isJson(hook) ? MailgunStamp.ofJson(hook) : MailgunStamp.ofForm(hook.form(), keys);
    }
}
