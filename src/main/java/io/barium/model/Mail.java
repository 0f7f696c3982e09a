package io.barium.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inbound mail.
 *
 * @param eventId the provider's id of this delivery
 * @param occurredAt the Date header or the provider's own time
 * @param envelopeFrom SMTP MAIL FROM (RFC 5321); {@code null} for the empty reverse-path or where the provider does not
 *     tell
 * @param envelopeTo SMTP RCPT TO, all of our recipients of this delivery
 * @param headerFrom addresses of the From header (RFC 5322), lower-cased domain
 * @param headerFromName display name of the first From mailbox, decoded
 * @param headerTo addresses of To and Cc
 * @param messageId the Message-ID header without angle brackets
 * @param subject decoded, bounded to 1,000 characters
 * @param text plain text, or the HTML part as text; bounded
 * @param truncated whether the text was cut at the bound
 * @param attachments named and hashed, never opened
 * @param authentication SPF, DKIM and DMARC as far as a trusted party told
 * @param quotes what the subject, the text and the headers of attached mails quote
 * @param arcClaim what its own ARC headers say, unverified; {@code null} when it has none
 */
public record Mail(
        String eventId,
        @Nullable Instant occurredAt,
        @Nullable String envelopeFrom,
        List<String> envelopeTo,
        List<String> headerFrom,
        @Nullable String headerFromName,
        List<String> headerTo,
        @Nullable String messageId,
        String subject,
        String text,
        boolean truncated,
        List<Attachment> attachments,
        MailAuthentication authentication,
        Quotes quotes,
        @Nullable ArcClaim arcClaim)
        implements Contact {

    /** A mail without ARC headers. */
    public Mail(
            String eventId,
            @Nullable Instant occurredAt,
            @Nullable String envelopeFrom,
            List<String> envelopeTo,
            List<String> headerFrom,
            @Nullable String headerFromName,
            List<String> headerTo,
            @Nullable String messageId,
            String subject,
            String text,
            boolean truncated,
            List<Attachment> attachments,
            MailAuthentication authentication,
            Quotes quotes) {
        this(
                eventId,
                occurredAt,
                envelopeFrom,
                envelopeTo,
                headerFrom,
                headerFromName,
                headerTo,
                messageId,
                subject,
                text,
                truncated,
                attachments,
                authentication,
                quotes,
                null);
    }

    /** The same mail with what somebody found out about its sender. */
    public Mail checked(MailAuthentication found) {
        return new Mail(
                eventId,
                occurredAt,
                envelopeFrom,
                envelopeTo,
                headerFrom,
                headerFromName,
                headerTo,
                messageId,
                subject,
                text,
                truncated,
                attachments,
                found,
                quotes,
                arcClaim);
    }

    @Override
    public Channel channel() {
        return Channel.MAIL;
    }

    /** Providers post a mail to several recipients once for each; copies are the same in all that the sender wrote. */
    @Override
    public @Nullable String thread() {
        return messageId == null ? null : Copies.of(messageId, String.join(" ", headerFrom), subject, text);
    }

    @Override
    public @Nullable String sender() {
        if (envelopeFrom != null) {
            return envelopeFrom;
        }
        return headerFrom.isEmpty() ? null : headerFrom.get(0);
    }

    @Override
    public List<String> recipients() {
        return envelopeTo;
    }
}
