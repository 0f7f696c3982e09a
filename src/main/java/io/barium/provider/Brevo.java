package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.CredentialProof;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brevo (once Sendinblue) inbound parsing: mail as JSON, one or more in a POST, attachments kept at Brevo.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: {@code user:password} as in the webhook's URL, its bearer token, or {@code Name: value} of a
 *       custom header.
 *   <li>{@code fetchSecret} (optional): an API key. With it attachments are fetched from {@code api.brevo.com} and
 *       kept; without it they are only named. Of several mails in one POST those of the first are fetched.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Not at all: the credentials are the only proof. Let nothing but Brevo's addresses reach the hook where you can.
 *
 * <p>Brevo reports neither SPF nor DKIM, and its headers come without their order, so that nothing tells who wrote an
 * Authentication-Results: none is believed.
 *
 * <h2>Replies</h2>
 *
 * Brevo repeats what is not answered with 2xx.
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
 *   <li>Verify a domain of its own for receiving and point its MX records at Brevo.
 *   <li>Create a webhook by its API: type {@code inbound}, event {@code inboundEmailProcessed}, the domain, the URL
 *       {@code https://host/hooks/ID} and {@code auth} with a bearer token.
 *   <li>Put the token in {@code sources[].secrets}, and an API key in {@code sources[].fetchSecret}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * <ul>
 *   <li>How often and how long Brevo repeats, and whether a 4xx ends it.
 *   <li>{@code Recipients}: used as the envelope's recipients where it is there. Without it the topmost Delivered-To
 *       counts, which a sender can write where Brevo does not; then To and Cc.
 * </ul>
 */
public final class Brevo implements Provider, Fetching {
    static final String ATTACHMENTS = "https://api.brevo.com/v3/inbound/attachments/";

    private static final CredentialProof PROOF = CredentialProof.usual();
    private static final int MAX_ATTACHMENT = 32 << 20;

    @Override
    public String id() {
        return "brevo";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Brevo inbound parsing",
                List.of(Channel.MAIL),
                "Basic credentials, bearer token or a custom header; nothing is signed",
                "`user:password`, token or `Name: value`; `fetchSecret`: API key",
                "none",
                "first `Uuid`, else what the sender wrote and the envelope");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        return PROOF.check(hook, source);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode event = JsonBody.object(hook.body());
        JsonNode items = event.path("items");
        if (!items.isArray()) {
            if (JsonBody.text(event, "event") != null) {
                return new Reading.Ignored("event webhook of Brevo, no inbound mail");
            }
            throw new MalformedHook("items: expected a list of mails");
        }
        Batch mails = new Batch();
        List<Fetch> fetches = new ArrayList<>();
        for (JsonNode item : items) {
            mails.add(item, () -> {
                BrevoMail mail = new BrevoMail(item, source);
                Mail read = mail.read();
                if (mails.isEmpty() && source.options().fetchSecret() != null) {
                    fetches.addAll(mail.fetches());
                }
                return read;
            });
        }
        return mails.reading(fetches, "no mail in it");
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        boolean attachment = uri.toString().startsWith(ATTACHMENTS)
                && "api.brevo.com".equals(uri.getHost())
                && uri.normalize().equals(uri);
        if (!attachment) {
            return null;
        }
        return new FetchRequest(uri, Map.of("api-key", FetchSecret.text(source)), MAX_ATTACHMENT);
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        return Reading.of(BrevoMail.addition(fetch, content));
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
