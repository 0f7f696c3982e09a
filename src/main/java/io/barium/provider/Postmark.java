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
 * Postmark inbound: mail as JSON, with the raw message in it where that is switched on.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} as in the hook's URL, or {@code Name: value} of a custom header.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust where Postmark itself says nothing.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Not at all: the credentials are the only proof. Let nothing but Postmark's addresses reach the hook where you can.
 *
 * <p>SpamAssassin's tests, as Postmark ran them, are taken for what they say of SPF and DKIM. They stand in headers
 * that a sender can write too, but Postmark's come first; only these count.
 *
 * <h2>Replies</h2>
 *
 * Postmark is done at 200, gives up at 403 and repeats on anything else, ten times within some ten hours.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401 with a challenge, so that mail outlives a change of the password</td></tr>
 *   <tr><td>REPLAYED</td><td>403</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Create an inbound stream, set its domain, and point the domain's MX record at Postmark.
 *   <li>Enter {@code https://user:password@host/hooks/ID} as the webhook, with a long random password.
 *   <li>Switch on "Include raw email content": it is the better evidence.
 *   <li>Put {@code user:password} in {@code sources[].secrets}. The button "Check" posts a mail that is journalled.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * That Postmark's spam headers are always there. Where it leaves them out, a sender who writes such headers first and
 * no Received header would be believed.
 */
public final class Postmark implements Provider {
    private static final CredentialProof PROOF = CredentialProof.usual();

    @Override
    public String id() {
        return "postmark";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Postmark inbound",
                List.of(Channel.MAIL),
                "Basic credentials or a custom header; nothing is signed",
                "`user:password` or `Name: value`",
                "none",
                "`MessageID`, else the content");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return PROOF.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode event = JsonBody.object(hook.body());
        String type = JsonBody.text(event, "RecordType");
        if (type != null && !type.equals("Inbound")) {
            return new Reading.Ignored("event webhook of Postmark, no inbound mail");
        }
        return Reading.of(new PostmarkMail(event, source).read(hook.body()));
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
            case FORGED ->
                new Reply(401, "text/plain; charset=utf-8", "credentials refused", CredentialProof.CHALLENGE);
            case REPLAYED -> Reply.text(403, "MessageID came before with another content");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
