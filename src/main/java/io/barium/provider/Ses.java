package io.barium.provider;

import io.barium.config.Settings.Source;
import io.barium.model.Channel;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.Freshness;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Amazon SES receiving, by notifications of Amazon SNS over https.
 *
 * <h2>Requirements</h2>
 *
 * <ul>
 *   <li>{@code topics}: the ARNs of the SNS topics to take mail from. Amazon's signature alone proves nothing: anybody
 *       can point a topic of their own at this address. No {@code secrets} are used.
 *   <li>{@code fetchSecret} (for S3 actions): {@code accessKeyId:secretAccessKey} of a user who may
 *       {@code s3:GetObject} in the bucket, which has to be in the topic's region. Without it only headers are known.
 *   <li>{@code window} (optional): how old a message may be; none by default. Messages are signed whole and no event is
 *       taken twice, so age proves nothing.
 *   <li>{@code authservId} (optional): whose Authentication-Results to trust where SES reports nothing.
 * </ul>
 *
 * <h2>How it signs</h2>
 *
 * RSA with SHA-1 (signature version 1) or SHA-256 (version 2) over some members of the message, by a certificate that
 * the message names. It is fetched, only from SNS's own host in the topic's region, and has to be valid now and made
 * out to SNS. Raw message delivery has no signature and is refused.
 *
 * <h2>What it sends</h2>
 *
 * One notification for each mail and receipt rule. The SNS action carries the raw mail up to 150 KB and lets SES bounce
 * larger ones; the S3 action names an object, which is fetched as a second report on the mail. Recipients are those of
 * the SMTP envelope that the rule matched. The verdicts are SES's own; where a check had nothing to check (GRAY) it
 * counts as none. A subscription is confirmed by fetching its URL.
 *
 * <h2>Replies</h2>
 *
 * SNS takes anything from 200 to 499 for delivered and repeats 5xx: by default three times within a minute, within an
 * hour at most.
 *
 * <table>
 *   <caption>by outcome</caption>
 *   <tr><td>ACCEPTED, IGNORED, UNREADABLE, REPLAYED</td><td>200</td></tr>
 *   <tr><td>FORGED</td><td>503: a genuine message that our own settings refuse, such as of a topic that is not listed,
 *       is repeated and then goes to the dead-letter queue, and to a forger it tells nothing</td></tr>
 *   <tr><td>STALE, UNCONFIGURED, UNAVAILABLE</td><td>503, so that it is repeated</td></tr>
 *   <tr><td>TOO_LARGE</td><td>413; SNS itself sends 256 KB at most</td></tr>
 * </table>
 *
 * <h2>Set-up</h2>
 *
 * <ol>
 *   <li>Verify the domain at SES in a region that receives mail, and point its MX record at
 *       {@code inbound-smtp.REGION.amazonaws.com}.
 *   <li>Create a standard SNS topic, set its {@code SignatureVersion} to 2, and put its ARN in
 *       {@code sources[].topics}.
 *   <li>Subscribe {@code https://host/hooks/ID} to it, without raw message delivery, with a dead-letter queue and more
 *       retries than the default. It is confirmed within seconds, else "request confirmation" once more.
 *   <li>Create a receipt rule with an S3 action that names the topic, message encryption off, and set
 *       {@code fetchSecret}; or with an SNS action in Base64, where losing mail over 150 KB does no harm.
 * </ol>
 *
 * <h2>Not confirmed</h2>
 *
 * Whether the names of certificates in China and in government regions are still those that Amazon's SDK lists. Other
 * partitions than these are not taken.
 */
public final class Ses implements Provider, Fetching {
    private static final String CERTIFICATE = "certificate";
    private static final String CONFIRMATION = "confirmation";
    private static final int MAX_SNS = 64 << 10;
    /** SES takes 40 MB a mail. */
    private static final int MAX_MAIL = 41 << 20;

    @Override
    public String id() {
        return "ses";
    }

    @Override
    public Sheet sheet() {
        return new Sheet(
                "Amazon SES receiving, through SNS",
                List.of(Channel.MAIL),
                "RSA signature of SNS (version 1 or 2) by a certificate that is fetched from it; listed topics only",
                "none; `topics`, and `accessKeyId:secretAccessKey` as `fetchSecret` for S3 actions",
                "none",
                "`mail.messageId`, action and recipients");
    }

    @Override
    public Authenticity authenticate(RawHook hook, Source source, Instant now) {
        List<String> topics = source.options().topics();
        if (topics.isEmpty()) {
            return Authenticity.unconfigured("sources[id=" + source.id() + "].topics is empty");
        }
        if ("true".equalsIgnoreCase(hook.header("x-amz-sns-rawdelivery"))) {
            return Authenticity.forged(
                    "raw message delivery carries no signature; it has to be off at the subscription");
        }
        SnsMessage message = SnsMessage.of(hook);
        if (message == null) {
            return Authenticity.forged("body is no message of a topic");
        }
        if (!topics.contains(message.topicArn())) {
            return Authenticity.forged("TopicArn is none of sources[id=" + source.id() + "].topics");
        }
        String certificateUrl = message.certificateUrl();
        if (certificateUrl == null) {
            return Authenticity.forged("SigningCertURL is no certificate of SNS in the topic's region");
        }
        if (message.algorithm() == null) {
            return Authenticity.forged("SignatureVersion is neither 1 nor 2");
        }
        Fetch certificate = new Fetch(CERTIFICATE, certificateUrl);
        byte[] pem = hook.fetched(certificate);
        return pem == null ? Authenticity.awaiting(certificate) : signature(message, pem, source, now);
    }

    private static Authenticity signature(SnsMessage message, byte[] pem, Source source, Instant now) {
        try {
            PublicKey key = SnsCertificate.key(pem, message.region(), now);
            if (!message.isSignedWith(key)) {
                return Authenticity.forged("Signature does not fit");
            }
        } catch (GeneralSecurityException e) {
            return Authenticity.forged("certificate of SigningCertURL is not accepted");
        }
        Duration window = source.window();
        if (window == null) {
            return Authenticity.GENUINE;
        }
        try {
            long signedAt =
                    Instant.parse(String.valueOf(message.text("Timestamp"))).getEpochSecond();
            return Freshness.ofEpochSeconds(Long.toString(signedAt), window, now, "Timestamp");
        } catch (DateTimeException e) {
            return Authenticity.forged("Timestamp is no time");
        }
    }

    @Override
    public Reading read(RawHook hook, Source source) throws MalformedHook {
        SnsMessage message = SnsMessage.of(hook);
        if (message == null) {
            throw new MalformedHook("TopicArn: expected a JSON object with the ARN of an SNS topic, found none");
        }
        return switch (message.type()) {
            case "Notification" -> new SesMail(message, source).read();
            case "SubscriptionConfirmation" -> confirmation(message);
            case "UnsubscribeConfirmation" -> new Reading.Ignored("a subscription to the topic has ended");
            default -> throw new MalformedHook("Type: expected Notification or a confirmation, found another");
        };
    }

    private static Reading confirmation(SnsMessage message) throws MalformedHook {
        URI url = message.snsUrl("SubscribeURL");
        if (url == null) {
            throw new MalformedHook(
                    "SubscribeURL: expected https://" + SnsMessage.host(message.region()) + "/..., found another");
        }
        return new Reading.Handshake(new Fetch(CONFIRMATION, url.toString()));
    }

    @Override
    public @Nullable FetchRequest request(Fetch fetch, URI uri, Source source, Instant now) throws MalformedHook {
        Set<String> regions = source.options().topics().stream()
                .map(SnsMessage::region)
                .filter(region -> !region.isEmpty())
                .collect(Collectors.toSet());
        if (fetch.kind().equals(SesObject.KIND)) {
            String region = SesObject.region(uri);
            return region == null || !regions.contains(region)
                    ? null
                    : new FetchRequest(uri, SesObject.credentials(source).headers(uri, region, now), MAX_MAIL);
        }
        boolean ofSns =
                regions.stream().anyMatch(region -> SnsMessage.host(region).equals(uri.getHost()));
        return ofSns ? new FetchRequest(uri, Map.of(), MAX_SNS) : null;
    }

    @Override
    public Reading fetched(Fetch fetch, Fetched content, Source source) throws MalformedHook {
        if (!fetch.kind().equals(SesObject.KIND)) {
            return new Reading.Ignored("answer of SNS");
        }
        return Reading.of(SesObject.read(fetch, content, source));
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
            case TOO_LARGE -> Reply.text(413, "too large");
            case FORGED, STALE, UNCONFIGURED, UNAVAILABLE -> Reply.text(503, "try again later");
        };
    }
}
