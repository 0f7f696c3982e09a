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
 * Mailjet Parse API: mail as JSON.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} as in the route's URL.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Not at all: the credentials are the only proof.
 *
 * <p>Mailjet reports neither SPF nor DKIM, and its headers come without their order, so that nothing tells who wrote an
 * Authentication-Results: none is believed.
 *
 * <h2>Replies</h2>
 *
 * Mailjet is done at 200 and repeats on anything else.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401 with a challenge; a repeat saves mail while a password is changed</td></tr>
 *   <tr><td>REPLAYED</td><td>200: only that ends the repeats, and the first one is in the journal</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Create a parse route by its API ({@code POST /v3/REST/parseroute}) with the URL
 *       {@code https://user:password@host/hooks/ID} and a long random password, for a domain or an address of it.
 *   <li>Point the domain's MX record at {@code parse.mailjet.com}.
 *   <li>Put {@code user:password} in {@code sources[].secrets}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * For how long Mailjet repeats: a day, it is said.
 */
public final class Mailjet implements Provider {
    private static final CredentialProof PROOF = CredentialProof.usual();

    @Override
    public String id() {
        return "mailjet";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Mailjet Parse API",
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
        JsonNode tree = JsonBody.tree(hook.body());
        // The Event API groups its events in a list.
        JsonNode event = tree != null && tree.isArray() && !tree.isEmpty() ? tree.get(0) : tree;
        if (event != null && JsonBody.text(event, "event") != null && !event.has("Recipient")) {
            return new Reading.Ignored("event webhook of Mailjet, no inbound mail");
        }
        return Reading.of(new MailjetMail(JsonBody.object(hook.body()), source).read());
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
            case FORGED ->
                new Reply(401, "text/plain; charset=utf-8", "credentials refused", CredentialProof.CHALLENGE);
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
