package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Hmac;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import java.time.Instant;
import java.util.List;

/**
 * MailerSend inbound routing: mail as JSON with the raw message in it.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the inbound route's secret. It is not the API token, nor a webhook's signing secret.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust where MailerSend itself says nothing.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * Hex HMAC-SHA256 over the raw body, in the header {@code Signature}. Nothing dates it: a repeated request is the same
 * event, by its id.
 *
 * <h2>Replies</h2>
 *
 * MailerSend is done at 2xx.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401; a repeat costs nothing and saves mail while a secret is changed</td></tr>
 *   <tr><td>REPLAYED</td><td>200: each try may be composed anew, and the first one is in the journal</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Add an inbound route for the domain or a subdomain and point its MX record at MailerSend.
 *   <li>Add {@code https://host/hooks/ID} to the route as an endpoint.
 *   <li>Put the route's secret in {@code sources[].secrets}.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * <ul>
 *   <li>How often MailerSend repeats, and whether a 4xx ends it.
 *   <li>{@code spf_check.code} is read as SPF's qualifier: {@code +}, {@code -}, {@code ~}, {@code ?}.
 *   <li>{@code dkim_check} is false even for mail that is rightly signed, it is said; so false is no failure here.
 * </ul>
 */
public final class MailerSend implements Provider {
    @Override
    public String id() {
        return "mailersend";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "MailerSend inbound routing",
                List.of(Channel.MAIL),
                "HMAC-SHA256 over the body",
                "secret of the inbound route",
                "none",
                "`data.id`");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<byte[]> keys = SourceSecrets.keys(source);
        if (keys.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        String signature = hook.header("signature");
        if (signature == null) {
            return Authenticity.forged("Signature is missing");
        }
        return Hmac.SHA256.signedWithAny(keys, SignatureText.hex(signature), hook.body())
                ? Authenticity.GENUINE
                : Authenticity.forged("Signature does not fit");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        JsonNode event = JsonBody.object(hook.body());
        String type = JsonBody.text(event, "type");
        if (type == null) {
            throw new MalformedHook("type: expected the name of an event, found nothing");
        }
        if (!type.equals("inbound.message")) {
            return new Reading.Ignored("event webhook of MailerSend, no inbound mail");
        }
        return Reading.of(new MailerSendMail(event.path("data"), source).read());
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
            case FORGED -> Reply.text(401, "signature refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
