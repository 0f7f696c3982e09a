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
 * SparkPost (now Bird) relay webhooks: inbound mail in batches, each as raw MIME in JSON.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the relay webhook's {@code auth_token}; or {@code Name: value} of a custom header,
 *       {@code user:password} as in the target's URL, or a bearer token.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Not at all: the token in {@code X-MessageSystems-Webhook-Token} is the only proof. Tokens that SparkPost obtains by
 * OAuth 2 change by the hour and cannot be checked here; use {@code auth_token}.
 *
 * <h2>Replies</h2>
 *
 * SparkPost is done at 200 and repeats the batch on anything else, for 8 hours.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401 with a challenge; a repeat saves mail while a token is changed</td></tr>
 *   <tr><td>REPLAYED</td><td>200: only that ends the repeats, and the first one is in the journal</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add the domain as an inbound domain and point its MX records at SparkPost.
 *   <li>Create a relay webhook ({@code POST /api/v1/relay-webhooks}) with the target {@code https://host/hooks/ID}, a
 *       long random {@code auth_token} and the domain to match.
 *   <li>Put the token in {@code sources[].secrets}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * <ul>
 *   <li>What is posted when the webhook is created: a batch without a message is answered 200.
 *   <li>That relay batches carry {@code X-MessageSystems-Batch-ID} as event batches do, the same at each try. Without
 *       it a mail is known by its content.
 * </ul>
 */
public final class SparkPost implements Provider {
    private static final CredentialProof PROOF = new CredentialProof(List.of("X-MessageSystems-Webhook-Token"));

    @Override
    public String id() {
        return "sparkpost";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "SparkPost relay webhooks",
                List.of(Channel.MAIL),
                "token in `X-MessageSystems-Webhook-Token`, a custom header, Basic or bearer; nothing is signed",
                "`auth_token`, `Name: value`, `user:password` or a token",
                "none",
                "`X-MessageSystems-Batch-ID` and place in it, else the content");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return PROOF.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode batch = JsonBody.tree(hook.body());
        if (hook.body().length == 0) {
            return new Reading.Ignored("no message in it");
        }
        if (batch == null || !(batch.isArray() || batch.isObject())) {
            throw new MalformedHook("body: expected a list of messages");
        }
        String batchId = hook.header("x-messagesystems-batch-id");
        Batch mails = new Batch();
        int place = 0;
        for (JsonNode entry : batch.isArray() ? batch : List.of(batch)) {
            JsonNode message = entry.path("msys").path("relay_message");
            if (message.isObject()) {
                String id = batchId == null || batchId.isBlank() ? null : batchId.strip() + ":" + place;
                mails.add(entry, () -> new SparkPostMail(message, id, source).read());
            }
            place++;
        }
        return mails.reading(List.of(), "no relayed message in it");
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
