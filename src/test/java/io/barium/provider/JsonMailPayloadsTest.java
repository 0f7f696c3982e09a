package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.AuthResult;
import io.barium.model.Mail;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Mails in JSON as the providers send them. The files are kept outside of the project. */
class JsonMailPayloadsTest {

    @Test
    void postmark() throws Exception {
        Mail parsed = only(new Postmark(), "postmark/parsed-basic");
        assertThat(parsed.eventId()).isEqualTo("22c74902-a0c1-4511-804f2-341342852c90");
        assertThat(parsed.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(parsed.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(parsed.headerFrom()).containsExactly("from+test@example.org");
        assertThat(parsed.headerFromName()).isEqualTo("Displayed From");
        assertThat(parsed.headerTo())
                .containsExactly("test@inbound.example.com", "other@example.com", "cc@example.com");
        assertThat(parsed.messageId()).isEqualTo("CAEPk3R+4Zr@mail.example.org");
        assertThat(parsed.subject()).isEqualTo("Test subject");
        assertThat(parsed.text()).isEqualTo("Test body plain");
        assertThat(parsed.occurredAt()).isEqualTo(Instant.parse("2017-10-12T01:31:04Z"));
        assertThat(parsed.authentication().spf()).isEqualTo(AuthResult.PASS);
        assertThat(parsed.authentication().spamScore()).isEqualTo(1.7);
        assertThat(parsed.authentication().spam()).isFalse();

        Mail raw = only(new Postmark(), "postmark/with-raw");
        assertThat(raw.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(raw.text()).isEqualTo("Test body plain");
        assertThat(raw.attachments()).extracting("name").containsExactly("attachment.txt");
        assertThat(raw.authentication().spamScore()).isEqualTo(1.7);

        Mail check = only(new Postmark(), "postmark/official-check-payload-with-raw");
        assertThat(check.eventId()).startsWith("sha256:");
        assertThat(check.envelopeTo()).containsExactly("mailbox+SampleHash@inbound.postmarkapp.com");
    }

    @Test
    void brevo() throws Exception {
        Mail basic = only(new Brevo(), "brevo/basic");
        assertThat(basic.eventId()).isEqualTo("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
        assertThat(basic.headerFrom()).containsExactly("from@example.com");
        assertThat(basic.headerTo()).containsExactly("test@anymail.dev", "test+cc@anymail.dev");
        assertThat(basic.messageId()).isEqualTo("ABCDE12345@mail.example.com");
        assertThat(basic.text()).startsWith("This is a *test message*.");
        assertThat(basic.authentication().spamScore()).isEqualTo(2.9);

        Mail envelope = only(new Brevo(), "brevo/envelope");
        assertThat(envelope.envelopeFrom()).isEqualTo("sender@example.com");
        assertThat(envelope.envelopeTo()).containsExactly("recipient@example.org");
    }

    @Test
    void mailjet() throws Exception {
        Mail mail = only(new Mailjet(), "mailjet/basic");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.headerTo()).containsExactly("test@inbound.example.com", "other@example.com", "cc@example.com");
        assertThat(mail.messageId()).isEqualTo("CAEPk3R+4Zr@mail.example.org");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2017-10-12T01:31:04Z"));
        assertThat(mail.text()).isEqualTo("Test body plain");
        assertThat(mail.authentication().spamScore()).isEqualTo(1.7);
    }

    @Test
    void mailersend() throws Exception {
        Mail mail = only(new MailerSend(), "mailersend/inbound-message");
        assertThat(mail.eventId()).isEqualTo("6402ab57f79d39d7e10f2523");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-sender@example.org");
        assertThat(mail.envelopeTo()).containsExactly("envelope-recipient@example.com");
        assertThat(mail.headerFrom()).containsExactly("sender@example.org");
        assertThat(mail.subject()).isEqualTo("Testing inbound \uD83C\uDF0E");
        assertThat(mail.messageId()).isEqualTo("AzjSdSHsmvXUeZGTPQ@mail.example.org");
        assertThat(mail.attachments()).extracting("name").containsExactly("sample_image.png", "sample_data.csv");
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
    }

    @Test
    void postal() throws Exception {
        Mail mail = only(new Postal(), "postal/basic");
        assertThat(mail.eventId()).startsWith("233980-");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.text()).startsWith("It's a body\u2026");
        assertThat(mail.messageId()).isEqualTo("CAEPk3R+4Zr@mail.example.org");
        assertThat(only(new Postal(), "postal/attachments").attachments())
                .extracting("contentType")
                .containsExactly("image/png", "text/plain", "message/rfc822");
    }

    @Test
    void sparkpost() throws Exception {
        Mail mail = only(new SparkPost(), "sparkpost/basic");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.text()).startsWith("It's a body\u2026");
        assertThat(only(new SparkPost(), "sparkpost/attachments-base64").attachments())
                .extracting("contentType")
                .containsExactly("image/png", "text/plain", "message/rfc822");
    }

    private static Mail only(Provider provider, String payload) throws Exception {
        return Hooks.only(
                provider.read(Payloads.hook(payload), Hooks.source(provider.id(), null, null, "x")), Mail.class);
    }
}
