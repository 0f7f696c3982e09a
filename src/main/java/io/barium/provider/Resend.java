package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.FetchSecret;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.StandardWebhooks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resend inbound: a notice of each received mail by POST; the mail itself is fetched.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the webhook's <em>signing secret</em>, which starts with {@code whsec_}.
 *   <li>{@code fetchSecret}: an API key with full access, by which the content is fetched. Without it only who wrote to
 *       whom, and the subject, are known.
 *   <li>{@code window} (optional): how far a signature's timestamp may be from now, 5 minutes by default. Each repeat
 *       is signed anew.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust in the raw mail. Resend itself reports no
 *       verdicts.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * As Svix does: {@code svix-id}, {@code svix-timestamp}, {@code svix-signature}; HMAC-SHA256 over id, time and body.
 *
 * <h2>What it sends</h2>
 *
 * {@code email.received} with the headers' parties, the subject and the names of attachments. Two reports on the same
 * mail follow: what {@code GET /emails/receiving/ID} tells, headers and texts, and then the raw mail from the address
 * that it names. {@code received_for} names the recipients; without it those of the headers serve. The envelope sender
 * is not told. Other events are reports on mail that was sent and ignored.
 *
 * <h2>Replies</h2>
 *
 * Svix is done at 2xx and repeats on anything else, for more than a day.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE, REPLAYED</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401; a repeat costs nothing and saves mail while a secret is rotated</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add the domain at Resend, switch receiving on, and point its MX records at Resend.
 *   <li>Add a webhook to the hook's URL for {@code email.received}.
 *   <li>Put its signing secret in {@code sources[].secrets} and an API key in {@code sources[].fetchSecret}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Where raw mails are kept. Resend's reference names {@code inbound-cdn.resend.com} for attachments and says of raw
 * mails only that theirs is a CloudFront URL; {@code cdn.resend.app} is what customers report to have seen. Both are
 * fetched from and no other: one elsewhere is refused, which the log says. Nor is it said when {@code received_for}
 * came into the notice.
 */
public final class Resend implements Provider, Fetching {
    private static final StandardWebhooks SIGNATURES = new StandardWebhooks("svix");
    private static final String API = "api.resend.com";
    private static final Set<String> RAW_HOSTS = Set.of("inbound-cdn.resend.com", "cdn.resend.app");
    /** Texts may carry their images; Resend takes 40 MB a mail. */
    private static final int MAX_CONTENT = 64 << 20;

    @Override
    public String id() {
        return "resend";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Resend inbound",
                List.of(Channel.MAIL),
                "Svix signature (HMAC-SHA256 over id, time and body)",
                "signing secret `whsec_...`; API key as `fetchSecret`",
                "5 min",
                "`svix-id`");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        List<byte[]> keys = secrets.stream()
                .map(StandardWebhooks::key)
                .filter(Objects::nonNull)
                .toList();
        if (keys.isEmpty()) {
            return Authenticity.unconfigured(
                    "sources[id=" + source.id() + "].secrets holds no signing secret: whsec_ and base64");
        }
        Duration window = source.window();
        return SIGNATURES.check(hook, keys, window == null ? StandardWebhooks.DEFAULT_WINDOW : window, now);
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode body = JsonBody.object(hook.body());
        String type = JsonBody.text(body, "type");
        if (type == null) {
            throw new MalformedHook("type: expected email.received or another event's name, found nothing");
        }
        if (!type.equals("email.received")) {
            return new Reading.Ignored("event of Resend, no inbound mail");
        }
        return new ResendMail(source).notice(body, SIGNATURES.id(hook));
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        if (fetch.kind().equals(ResendMail.CONTENT) && API.equals(uri.getHost())) {
            return new FetchRequest(uri, Map.of("Authorization", FetchSecret.bearer(source)), MAX_CONTENT);
        }
        // The URL is signed; the key is nobody else's business.
        return fetch.kind().equals(ResendMail.RAW) && RAW_HOSTS.contains(uri.getHost())
                ? new FetchRequest(uri, Map.of(), MAX_CONTENT)
                : null;
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        ResendMail mail = new ResendMail(source);
        return fetch.kind().equals(ResendMail.RAW) ? mail.raw(fetch, content) : mail.content(fetch, content);
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
            case STALE -> Reply.text(503, "timestamp out of the window");
            case UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
