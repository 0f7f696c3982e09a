package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CredentialProof;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.time.Instant;
import java.util.List;

/**
 * CloudMailin: mail by POST while the sending server waits, as JSON, as a form, or raw in a form.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} as in the target's URL.
 *   <li>{@code authservId} (optional, raw format only): whose Authentication-Results to trust; of no use where
 *       CloudMailin reports SPF itself.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Not at all: the credentials are the only proof. The field {@code signature} of its oldest format is not looked at.
 *
 * <h2>Replies</h2>
 *
 * What is answered becomes the answer to the sending mail server: 2xx takes the mail, 4xx refuses it, and its sender
 * gets a bounce that shows our text; at 5xx the sending server keeps it and tries again, for days as a rule.
 *
 * <p>So no outcome is answered with 4xx. Above all not FORGED: whoever guesses credentials learns as much from 503, but
 * when the credentials are wrong on <em>our</em> side the mail is genuine, and a 401 would bounce it for good and tell
 * its sender that the address is no mailbox. At 503 it waits until the setting is mended. The same goes for mail over
 * the cap, which may be raised.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>REPLAYED</td><td>200: each try is composed anew, and the first one is in the journal</td></tr>
 *   <tr><td>FORGED, STALE, UNCONFIGURED, UNAVAILABLE, TOO_LARGE</td><td>503; never 4xx, which bounces</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add an address or a domain at CloudMailin, and for a domain point its MX records there.
 *   <li>Enter {@code https://user:password@host/hooks/ID} as the target, with a long random password.
 *   <li>Choose the format "Raw", which is the better evidence; "JSON (Normalized)" and "Multipart (Normalized)" are
 *       read too.
 *   <li>Leave out an attachment store: stored attachments are only named.
 *   <li>Put {@code user:password} in {@code sources[].secrets}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * That the credentials of the URL are sent without being asked for by a 401; CloudMailin recommends them, and a client
 * that waited for a challenge would never get one here.
 */
public final class CloudMailin implements Provider {
    private static final CredentialProof PROOF = CredentialProof.usual();

    @Override
    public String id() {
        return "cloudmailin";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "CloudMailin",
                List.of(Channel.MAIL),
                "Basic credentials; nothing is signed",
                "`user:password`",
                "none",
                "what the sender wrote, and the envelope");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return PROOF.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        if (hook.mediaType().equals("application/json")) {
            JsonNode mail = JsonBody.object(hook.body());
            return Reading.of(new CloudMailinMail(mail, source).ofJson());
        }
        return Reading.of(CloudMailinMail.ofForm(hook.form().whole(), source));
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return Channel.MAIL;
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED, REPLAYED -> Reply.text(200, "accepted");
            case IGNORED -> Reply.text(200, "ignored");
            case UNREADABLE -> Reply.text(200, "kept unread");
            case FORGED, TOO_LARGE, STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
