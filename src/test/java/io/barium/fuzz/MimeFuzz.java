package io.barium.fuzz;

import io.barium.intake.ContactJson;
import io.barium.model.Mail;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MimeReader;
import java.util.List;

/** Raw mail of any quality is read, twice the same, within its bounds, and journalled as it was read. */
public final class MimeFuzz {
    private MimeFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        MailEnvelope envelope =
                new MailEnvelope("e", "a@b.example", List.of("ann@ours.example"), Holds.NOW, "mx.ours.example", "US");
        Mail mail = MimeReader.read(data, envelope);
        Holds.that(mail.equals(MimeReader.read(data, envelope)), "read twice, two mails");
        Holds.that(mail.envelopeTo().equals(envelope.to()), "the header changed the envelope");
        Holds.that(mail.text().length() <= 100_000 && mail.subject().length() <= 1_000, "a bound is passed");
        long attached = mail.attachments().stream().mapToLong(a -> a.size()).sum();
        Holds.that(attached <= data.length, "attachments larger than the mail");
        Holds.that(mail.equals(ContactJson.read(ContactJson.write(mail))), "the journal changes it");
    }
}
