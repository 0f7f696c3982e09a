package io.barium.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.BracketForm;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.RsaKey;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Postal (a mail server that you run yourself), HTTP endpoint: raw or processed mail, as JSON or as a form.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: the installation's public signing key. It may be PEM ({@code openssl rsa -in signing.key
 *       -pubout}), its base64 alone, or the record that {@code postal default-dkim-record} prints.
 *   <li>{@code authservId} (optional, raw only): whose Authentication-Results to trust; of no use where Postal reports
 *       a spam score.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * RSA (PKCS #1 v1.5) over the raw body, base64: with SHA-1 in {@code X-Postal-Signature}, since version 3 also with
 * SHA-256 in {@code X-Postal-Signature-256}. Each that is there has to fit. Nothing dates it: a repeated request is the
 * same event, by its id.
 *
 * <h2>Replies</h2>
 *
 * What Postal's documentation says of them is not what Postal does. By its text 5xx fails at once, with a bounce to the
 * sender, and all else is tried up to 18 times. By its source (the HTTP sender, alike in old versions and in 3.3.6) it
 * is the other way round: 2xx takes the mail; 5xx and broken connections are tried again, 18 times within some 30
 * hours; 429 gives it up without a bounce; every other code <em>bounces at once</em>. The answers go by what it does.
 *
 * <p>So no outcome is answered with a 4xx that bounces. Above all not FORGED: when the key is wrong on <em>our</em>
 * side the mail is genuine, and a 401 would bounce it for good and tell its sender that somebody refused it. At 503 it
 * waits until the setting is mended. Mail over the cap is given up without a bounce (429); it stays in Postal's list of
 * messages, from where it can be redelivered.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>REPLAYED</td><td>200: only that ends the repeats without a bounce</td></tr>
 *   <tr><td>FORGED, STALE, UNCONFIGURED, UNAVAILABLE</td><td>503; any 4xx but 429 bounces</td></tr>
 *   <tr><td>TOO_LARGE</td><td>429, which neither bounces nor is repeated</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>In the mail server add an HTTP endpoint {@code https://host/hooks/ID}, sent as JSON, in the format "raw
 *       message": it is the better evidence. The other three combinations are read too. It waits 5 seconds for an
 *       answer.
 *   <li>Add a route from {@code *} at the domain to that endpoint.
 *   <li>Put the public key in {@code sources[].secrets}.
 * </ol>
 */
public final class Postal implements Provider {
    @Override
    public String id() {
        return "postal";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Postal HTTP endpoint",
                List.of(Channel.MAIL),
                "RSA-SHA1 over the body, and RSA-SHA256 where it comes",
                "public signing key: PEM, base64 or DKIM record",
                "none",
                "`id` and the content");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<RsaKey> keys = SourceSecrets.texts(source).stream()
                .map(RsaKey::of)
                .filter(Objects::nonNull)
                .toList();
        if (keys.isEmpty()) {
            return source.secrets().isEmpty()
                    ? SourceSecrets.missing(source)
                    : Authenticity.unconfigured(
                            "sources[id=" + source.id() + "].secrets holds no public RSA key in PEM or base64");
        }
        String sha1 = hook.header("x-postal-signature");
        String sha256 = hook.header("x-postal-signature-256");
        if (sha1 == null && sha256 == null) {
            return Authenticity.forged("X-Postal-Signature is missing");
        }
        boolean signed = false;
        for (RsaKey key : keys) {
            signed |= (sha1 == null || key.signed("SHA1withRSA", SignatureText.base64(sha1), hook.body()))
                    && (sha256 == null || key.signed("SHA256withRSA", SignatureText.base64(sha256), hook.body()));
        }
        return signed ? Authenticity.GENUINE : Authenticity.forged("X-Postal-Signature does not fit");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        boolean form = hook.mediaType().equals("application/x-www-form-urlencoded");
        JsonNode message = form ? BracketForm.tree(hook.form().whole()) : JsonBody.object(hook.body());
        boolean report = message.has("event") || message.has("status") || message.has("original_message");
        if (report && !message.has("rcpt_to")) {
            return new Reading.Ignored("event webhook of Postal, no inbound mail");
        }
        return Reading.of(new PostalMail(message, source).read());
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
            case TOO_LARGE -> Reply.text(429, "too large");
            case FORGED, STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
