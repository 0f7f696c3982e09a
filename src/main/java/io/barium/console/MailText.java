package io.barium.console;

import io.barium.model.Visible;
import io.barium.view.DemoMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;

/**
 * A mail of the demo mailbox as it is shown.
 *
 * @param id number of the mail
 * @param receivedAt when the mailbox took it
 * @param from envelope sender
 * @param to envelope recipient
 * @param subject decoded
 * @param text its plain text part; the whole source where there is none
 */
public record MailText(long id, Instant receivedAt, String from, String to, String subject, String text) {

    static MailText of(DemoMail mail) {
        String subject = "(unreadable)";
        String text = new String(mail.raw(), StandardCharsets.UTF_8);
        try (InputStream in = new ByteArrayInputStream(mail.raw())) {
            Message message = new DefaultMessageBuilder().parseMessage(in);
            subject = message.getSubject() == null ? "(no subject)" : message.getSubject();
            text = plain(message).orElse(text);
            message.dispose();
        } catch (IOException e) {
            subject = "(unreadable: " + e.getClass().getSimpleName() + ")";
        }
        return new MailText(
                mail.id(),
                mail.receivedAt(),
                Visible.line(mail.mailFrom()),
                Visible.line(mail.rcptTo()),
                Visible.line(subject),
                Visible.text(text));
    }

    private static Optional<String> plain(Entity entity) throws IOException {
        Body body = entity.getBody();
        if (body instanceof Multipart parts) {
            for (Entity part : parts.getBodyParts()) {
                Optional<String> found = plain(part);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (body instanceof TextBody text && "text/plain".equals(entity.getMimeType())) {
            StringWriter out = new StringWriter();
            try (Reader reader = text.getReader()) {
                reader.transferTo(out);
            }
            return Optional.of(out.toString());
        }
        return Optional.empty();
    }
}
