package io.barium.campaign;

import io.barium.model.Attachment;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.QuoteFinder;
import java.util.List;

/** Contacts as the readers of providers' requests make them. */
final class Told {
    private static int events;

    private Told() {}

    static Call call(String from, String to, String said) {
        return call(from, to, null, said, StirShaken.UNKNOWN);
    }

    static Call call(String from, String to, String name, String said, StirShaken stir) {
        String id = "call-" + events++;
        return new Call(
                id,
                null,
                id,
                CallStage.INCOMING,
                from,
                to,
                name,
                null,
                stir,
                null,
                null,
                null,
                said,
                QuoteFinder.find(said, "US"));
    }

    static Sms sms(String from, String to, String text) {
        return new Sms("sms-" + events++, null, from, to, text, List.of(), QuoteFinder.find(text, "US"));
    }

    static Mail mail(String from, String to, String subject, String text) {
        return mail(from, null, to, subject, text, List.of(), MailAuthentication.UNKNOWN);
    }

    static Mail mail(
            String from,
            String name,
            String to,
            String subject,
            String text,
            List<Attachment> files,
            MailAuthentication checked) {
        String id = "mail-" + events++;
        return new Mail(
                id,
                null,
                from,
                List.of(to),
                List.of(from),
                name,
                List.of(to),
                id + "@" + from.substring(from.indexOf('@') + 1),
                subject,
                text,
                false,
                files,
                checked,
                QuoteFinder.find(text, "US"));
    }

    static Contact copyOf(Mail mail, String to) {
        return new Mail(
                "mail-" + events++,
                mail.occurredAt(),
                mail.envelopeFrom(),
                List.of(to),
                mail.headerFrom(),
                mail.headerFromName(),
                List.of(to),
                mail.messageId(),
                mail.subject(),
                mail.text(),
                false,
                mail.attachments(),
                mail.authentication(),
                mail.quotes());
    }
}
