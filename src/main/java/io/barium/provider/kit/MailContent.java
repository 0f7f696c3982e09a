package io.barium.provider.kit;

import io.barium.model.Attachment;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail carries below its headers.
 *
 * @param plain the plain text part; {@code null} when there is none
 * @param html the HTML part; {@code null} when there is none
 * @param attachments named and hashed
 * @param attachedHeaders who wrote attached mails to whom about what; they are searched for what they quote
 */
public record MailContent(
        TextBounds.@Nullable Bounded plain,
        @Nullable String html,
        List<Attachment> attachments,
        List<String> attachedHeaders) {

    /** Without attached mails that could be looked into. */
    public MailContent(TextBounds.@Nullable Bounded plain, @Nullable String html, List<Attachment> attachments) {
        this(plain, html, attachments, List.of());
    }

    /** The mail of this content under its headers. */
    public Mail under(MailHeaders headers, MailEnvelope envelope, MailAuthentication authentication) {
        HtmlText rendered = html == null ? HtmlText.NONE : HtmlText.of(html);
        TextBounds.Bounded fromHtml = TextBounds.text(rendered.text());
        TextBounds.Bounded shown = plain == null || plain.text().isBlank() ? fromHtml : plain;
        // Where both are there the HTML may quote what the plain text does not.
        String other = fromHtml.text().equals(shown.text()) ? "" : fromHtml.text();
        String subject = headers.subject();
        Instant date = headers.date();
        List<String> texts = new ArrayList<>(List.of(subject, shown.text(), other));
        texts.addAll(attachedHeaders);
        Quotes quotes = QuoteFinder.find(texts, rendered.links(), envelope.region());
        return new Mail(
                envelope.eventId(),
                date == null ? envelope.at() : date,
                envelope.from(),
                envelope.to(),
                headers.from(),
                headers.fromName(),
                headers.to(),
                headers.messageId(),
                subject,
                shown.text(),
                shown.truncated() || rendered.truncated(),
                attachments,
                DkimSignatures.proven(headers, authentication),
                new Quotes(
                        quotes.links(),
                        quotes.mailAddresses(),
                        quotes.phoneNumbers(),
                        quotes.ticketNumbers(),
                        DisguisedLinks.among(rendered.anchors())),
                ArcHeaders.claim(headers));
    }
}
