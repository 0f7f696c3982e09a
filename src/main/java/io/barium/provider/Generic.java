package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.JsonBody;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MailHeaders;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.PresentedSecret;
import io.barium.provider.kit.RawHook;
import io.barium.provider.kit.SourceSecrets;
import io.barium.provider.kit.StandardWebhooks;
import io.barium.provider.kit.TextDecoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Anything that can make an HTTP request: a mail server's pipe, a Cloudflare Worker, a telephone system, a script.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code secrets}: one that starts with {@code whsec_} is a key for Standard Webhooks signatures only. Any other
 *       is accepted as bearer token, as {@code user:password} for Basic, and as such a key where it is base64.
 *   <li>{@code window} (optional): how far a signature's timestamp may be from now, 5 minutes by default.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust in raw mail.
 * </ul>
 *
 * <h2>What it takes</h2>
 *
 * <ul>
 *   <li>{@code Content-Type: message/rfc822}: a raw mail. {@code X-Envelope-To} (repeated or comma-separated) names the
 *       recipients, {@code X-Envelope-From} the sender. Without the first, Delivered-To or X-Original-To of the mail
 *       serve.
 *   <li>{@code Content-Type: application/json}: one event. {@code type} is {@code mail}, {@code call} or {@code sms},
 *       with a further word after a dot allowed ({@code call.recording}); {@code to} is required and a list for mail;
 *       {@code id}, {@code from}, {@code at} (RFC 3339), {@code subject}, {@code text}, {@code callId} are optional, as
 *       is {@code attestation}: the STIR/SHAKEN level A, B or C that your carrier verified, or its verstat words.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * By Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}. A request that
 * carries a signature is judged by it, any other by its Authorization header.
 *
 * <h2>Replies</h2>
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>401</td></tr>
 *   <tr><td>REPLAYED</td><td>409</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503; the sender signs anew and repeats</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Put {@code whsec_} and the base64 of 24 or more random bytes in {@code sources[].secrets}.
 *   <li>Let the sender sign with it by any Standard Webhooks library, or send a bearer token where it cannot.
 *   <li>Let it repeat, signed anew, whatever is not answered with 200.
 * </ol>
 */
public final class Generic implements Provider {
    private static final StandardWebhooks SIGNATURES = new StandardWebhooks("webhook");
    private static final List<String> RECIPIENT_HEADERS = List.of("Delivered-To", "X-Original-To", "X-Envelope-To");

    @Override
    public String id() {
        return "generic";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Anything that can send HTTP",
                List.of(Channel.MAIL, Channel.CALL, Channel.SMS),
                "Standard Webhooks signature (HMAC-SHA256 over id, time and body), Basic or bearer",
                "`whsec_` and base64 key, `user:password`, or a token",
                "5 min",
                "`id`, `webhook-id`, else the content");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> secrets = SourceSecrets.texts(source);
        if (secrets.isEmpty()) {
            return SourceSecrets.missing(source);
        }
        if (SIGNATURES.isUsedBy(hook)) {
            List<byte[]> keys = secrets.stream()
                    .map(StandardWebhooks::key)
                    .filter(Objects::nonNull)
                    .toList();
            Duration window = source.window();
            return keys.isEmpty()
                    ? Authenticity.forged("webhook-signature came, but sources[id=" + source.id()
                            + "].secrets holds no key: whsec_ and base64")
                    : SIGNATURES.check(hook, keys, window == null ? StandardWebhooks.DEFAULT_WINDOW : window, now);
        }
        String authorization = hook.header("authorization");
        if (authorization == null) {
            return Authenticity.forged("webhook-signature and Authorization are missing");
        }
        List<String> presentable =
                secrets.stream().filter(s -> !StandardWebhooks.isKeyOnly(s)).toList();
        return PresentedSecret.isAnyOf(presentable, authorization)
                ? Authenticity.GENUINE
                : Authenticity.forged("Authorization fits none of sources[id=" + source.id() + "].secrets");
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        String type = hook.mediaType();
        if (type.equals("message/rfc822")) {
            return Reading.of(MimeReader.read(hook.body(), envelope(hook, source)));
        }
        if (type.equals("application/json") || type.endsWith("+json")) {
            return Reading.of(new GenericEvent(JsonBody.object(hook.body()), fallbackId(hook), source.region()).read());
        }
        throw new MalformedHook("Content-Type: expected message/rfc822 or application/json");
    }

    @Override
    public Channel channelOf(RawHook hook) {
        return hook.mediaType().equals("message/rfc822") ? Channel.MAIL : GenericEvent.channel(hook.body());
    }

    @Override
    public Reply reply(Outcome outcome, RawHook hook, Source source) {
        return switch (outcome) {
            case ACCEPTED -> json(200, "accepted");
            case IGNORED -> json(200, "ignored");
            case UNREADABLE -> json(200, "unreadable");
            case FORGED ->
                new Reply(
                        401,
                        "application/json",
                        "{\"status\":\"refused\"}",
                        Map.of("WWW-Authenticate", "Basic realm=\"barium\""));
            case REPLAYED -> json(409, "replayed");
            case TOO_LARGE -> json(413, "too large");
            case STALE -> json(503, "stale");
            case UNCONFIGURED, UNAVAILABLE -> json(503, "unavailable");
        };
    }

    private static Reply json(int status, String word) {
        return new Reply(status, "application/json", "{\"status\":\"" + word + "\"}", Map.of());
    }

    private static MailEnvelope envelope(RawHook hook, Source source) throws MalformedHook {
        List<String> recipients =
                AddressParser.envelopes(hook.headers().getOrDefault("x-envelope-to", List.of()).stream()
                        .map(Generic::utf8)
                        .toList());
        if (recipients.isEmpty()) {
            recipients = headerRecipients(MimeReader.headers(hook.body()));
        }
        if (recipients.isEmpty()) {
            throw new MalformedHook("X-Envelope-To: expected one or more mail addresses, found none");
        }
        String id = SIGNATURES.isUsedBy(hook) ? SIGNATURES.id(hook) : null;
        return new MailEnvelope(
                id == null ? EventIds.ofContent(hook.body(), recipients) : EventIds.given(id),
                AddressParser.envelope(utf8(hook.header("x-envelope-from"))),
                recipients,
                hook.receivedAt(),
                source.authservId(),
                source.region());
    }

    /** A server takes a header's bytes for Latin-1; an internationalised address (RFC 6531) is sent in UTF-8. */
    private static @Nullable String utf8(@Nullable String header) {
        return header == null ? null : TextDecoding.decode(header.getBytes(StandardCharsets.ISO_8859_1), null);
    }

    private static List<String> headerRecipients(MailHeaders headers) {
        List<String> values = new ArrayList<>();
        for (String name : RECIPIENT_HEADERS) {
            if (values.isEmpty()) {
                values.addAll(headers.all(name));
            }
        }
        return AddressParser.envelopes(values);
    }

    private static String fallbackId(RawHook hook) {
        @Nullable String id = SIGNATURES.id(hook);
        return id == null || id.isBlank() ? EventIds.ofContent(hook.body(), List.of()) : id;
    }
}
