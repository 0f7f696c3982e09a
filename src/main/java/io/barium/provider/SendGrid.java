package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.EcdsaP256;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.PresentedSecret;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SignatureText;
import io.barium.provider.kit.SourceSecrets;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * SendGrid Inbound Parse: inbound mail by POST, parsed or as raw MIME.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}, of one kind or of both:
 *       <ul>
 *         <li>the <em>public key</em> of a security policy that signs, as SendGrid shows it (base64) or as PEM, its
 *             line ends written as {@code \n} or not. Once there is one, each request has to be signed;
 *         <li>{@code user:password} for Basic, or a bearer token. Once there is one, each request has to show one.
 *       </ul>
 *   <li>{@code window} (optional): how old a signature may be, 73 hours by default. SendGrid repeats a POST for three
 *       days and does not say whether it signs it anew. The whole body is signed and no event is taken twice, so a wide
 *       window lets nothing in.
 *   <li>{@code authservId} (optional, raw MIME only): whose Authentication-Results to trust where SendGrid reports
 *       nothing.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * ECDSA on P-256 with SHA-256 over the header {@code X-Twilio-Email-Event-Webhook-Timestamp} and the raw body, boundary
 * lines included; base64 of the DER in {@code X-Twilio-Email-Event-Webhook-Signature}. Without a security policy it
 * proves nothing, and the credentials in the URL are all there is.
 *
 * <h2>What it sends</h2>
 *
 * One multipart form a mail. Its texts are in the charsets that its field {@code charsets} names, each in its own. SPF,
 * DKIM and the spam score are SendGrid's own; SPF is of the envelope sender.
 *
 * <h2>Replies</h2>
 *
 * SendGrid is done at 2xx, repeats 5xx for three days, and drops the mail at 4xx.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE, REPLAYED</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>503: a genuine mail that our own wrong key refuses comes again when the key is mended</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413; SendGrid itself takes 30 MB</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Authenticate the domain at SendGrid and point its MX records at {@code mx.sendgrid.net}.
 *   <li>Create a parse webhook security policy with a signature, attach it to the parse setting, and put its public key
 *       in {@code sources[].secrets}. Where policies are not to be had, put {@code user:password} there and in the URL.
 *   <li>Add the parse setting with {@code https://host/hooks/ID}. Tick "POST the raw, full MIME message", which is the
 *       better evidence, and the spam check.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * SendGrid documents the signature for its event webhook and for security policies, but not what a repeat's timestamp
 * is; and not whether it sends Basic credentials unasked, so no request is answered with a challenge.
 */
public final class SendGrid implements Provider {
    private static final Duration DEFAULT_WINDOW = Duration.ofHours(73);
    private static final String SIGNATURE = "x-twilio-email-event-webhook-signature";
    private static final String TIMESTAMP = "x-twilio-email-event-webhook-timestamp";

    @Override
    public String id() {
        return "sendgrid";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "SendGrid Inbound Parse",
                List.of(Channel.MAIL),
                "ECDSA P-256 signature over time and body, Basic or bearer; each kind that has a secret is asked for",
                "public key of the security policy, `user:password`, or a token",
                "73 h",
                "hash of Message-ID, envelope and content");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<PublicKey> keys = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (String secret : SourceSecrets.texts(source)) {
            PublicKey key = EcdsaP256.key(secret);
            if (key != null) {
                keys.add(key);
            } else if (EcdsaP256.looksLikeKey(secret)) {
                return Authenticity.unconfigured(
                        "sources[id=" + source.id() + "].secrets holds a key that is no public key on P-256");
            } else {
                shown.add(secret);
            }
        }
        if (keys.isEmpty() && shown.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        String authorization = hook.header("authorization");
        if (!shown.isEmpty() && (authorization == null || !PresentedSecret.isAnyOf(shown, authorization))) {
            return Authenticity.forged(
                    "Authorization is missing or fits none of sources[id=" + source.id() + "].secrets");
        }
        return keys.isEmpty() ? Authenticity.GENUINE : signature(hook, source, keys, now);
    }

    private static Authenticity signature(RawHook hook, Source source, List<PublicKey> keys, Instant now) {
        String signature = hook.header(SIGNATURE);
        String timestamp = hook.header(TIMESTAMP);
        if (signature == null || timestamp == null) {
            return Authenticity.forged(
                    "X-Twilio-Email-Event-Webhook-Signature or -Timestamp is missing; a security policy has to sign");
        }
        byte[] time = timestamp.getBytes(StandardCharsets.UTF_8);
        if (!EcdsaP256.signedWithAny(keys, SignatureText.base64(signature), time, hook.body())) {
            return Authenticity.forged("signature does not fit");
        }
        Duration window = source.window();
        return Freshness.ofEpochSeconds(timestamp, window == null ? DEFAULT_WINDOW : window, now, "timestamp");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        if (hook.mediaType().equals("application/json")) {
            return new Reading.Ignored("event webhook of SendGrid, no inbound mail");
        }
        return Reading.of(new SendGridMail(hook.form().whole(), hook.receivedAt(), source).read());
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
            case FORGED -> Reply.text(503, "refused");
            case TOO_LARGE -> Reply.text(413, "too large");
            case STALE -> Reply.text(503, "timestamp out of the window");
            case UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
