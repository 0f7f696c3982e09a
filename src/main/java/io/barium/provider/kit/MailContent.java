package io.barium.provider.kit;

import io.barium.model.Attachment;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail carries below its headers.
 *
 * @param plain the plain text part; {@code null} when there is none
 * @param html the HTML part; {@code null} when there is none
 * @param attachments named and hashed
 */
public record MailContent(
        TextBounds.@Nullable Bounded plain, @Nullable String html, List<Attachment> attachments) {

    /** The mail of this content under its headers. */
    public Mail under(MailHeaders headers, MailEnvelope envelope, MailAuthentication authentication) {
        HtmlText rendered = html == null ? HtmlText.NONE : HtmlText.of(html);
        TextBounds.Bounded fromHtml = TextBounds.text(rendered.text());
        TextBounds.Bounded shown = plain == null || plain.text().isBlank() ? fromHtml : plain;
        // Where both are there the HTML may quote what the plain text does not.
        String other = fromHtml.text().equals(shown.text()) ? "" : fromHtml.text();
        String subject = headers.subject();
        Instant date = headers.date();
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
                authentication,
                QuoteFinder.find(List.of(subject, shown.text(), other), rendered.links(), envelope.region()));
    }
}
