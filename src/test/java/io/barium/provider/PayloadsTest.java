package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Mail;
import io.barium.model.Sms;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.MimeReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests as the providers send them. The files are kept outside of the project. */
class PayloadsTest {
    private static final String BOUNDARY = "--BoUnDaRyStRiNg\r\n";

    /** Which provider reads a folder's requests, where it is not the one of the folder's name. */
    private static final Map<String, String> PROVIDERS = Map.of("amazon-ses", "ses", "amazon-sns", "ses");

    /** Requests that cannot be read, each with its reason; and folders that hold no requests. */
    private static final Map<String, String> EXPLAINED = Map.of(
            "mailgun/parsed-attachments", "leaves out what every real post has, the recipient",
            "mailgun/content-id-map", "leaves out what every real post has, the recipient",
            "sendgrid/parsed-attachments", "leaves out what every real post has, the envelope",
            "postmark/parsed-attachments", "leaves out what every real post has, the recipient",
            "postmark/odd-addresses", "leaves out what every real post has, the recipient",
            "brevo/attachments", "leaves out what every real post has, the recipient",
            "mailjet/attachments", "leaves out what every real post has, the recipient");

    @Test
    void all_of_them_are_read() throws Exception {
        List<String> unread = new ArrayList<>();
        int read = 0;
        int ignored = 0;
        for (String name : Payloads.all()) {
            String folder = name.substring(0, name.indexOf('/'));
            Provider provider = Providers.byId(PROVIDERS.getOrDefault(folder, folder));
            if (provider == null) {
                unread.add(name);
                continue;
            }
            try {
                Reading reading = provider.read(Payloads.hook(name), source(provider.id()));
                read += reading instanceof Reading.Contacts ? 1 : 0;
                ignored += reading instanceof Reading.Contacts ? 0 : 1;
            } catch (MalformedHook e) {
                System.out.println("payload " + name + ": " + e.getMessage());
                unread.add(name);
            }
        }
        System.out.println(
                "payloads: " + read + " read, " + ignored + " are no contacts, " + unread.size() + " unread " + unread);
        assertThat(unread).allSatisfy(name -> assertThat(EXPLAINED).containsKey(name));
        assertThat(read).isPositive();
    }

    @Test
    void mailgun_parsed_mail() throws Exception {
        Mail mail = mailgun("parsed-basic");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.headerFrom()).containsExactly("from+test@example.org");
        assertThat(mail.headerFromName()).isEqualTo("Displayed From");
        assertThat(mail.headerTo()).containsExactly("test@inbound.example.com", "other@example.com", "cc@example.com");
        assertThat(mail.subject()).isEqualTo("Test subject");
        assertThat(mail.text()).isEqualTo("Test body plain");
        assertThat(mail.messageId()).isEqualTo("CAEPk3R+4Zr@mail.example.org");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2017-10-12T01:31:04Z"));
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dkimDomains()).containsExactly("example.org");
        assertThat(mail.authentication().spamScore()).isEqualTo(1.7);
    }

    @Test
    void mailgun_raw_mime() throws Exception {
        Mail mail = mailgun("raw-mime");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.headerFrom()).containsExactly("test@example.org");
        assertThat(mail.subject()).isEqualTo("Raw MIME test");
        assertThat(mail.text().strip()).isEqualTo("It's a body\u2026");
    }

    @Test
    void mailgun_mail_of_a_route_that_stores() throws Exception {
        Mail mail = mailgun("store-action");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.attachments()).singleElement().satisfies(a -> {
            assertThat(a.name()).isEqualTo("attachment.pdf");
            assertThat(a.size()).isEqualTo(20202);
        });
    }

    /** These two fixtures leave out what every real post has, the recipient; with it they are read. */
    @Test
    void mailgun_attachments_once_there_is_a_recipient() throws Exception {
        assertThatThrownBy(() -> mailgun("parsed-attachments"))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("recipient:");
        assertThatThrownBy(() -> mailgun("content-id-map")).isInstanceOf(MalformedHook.class);

        assertThat(withRecipient("parsed-attachments").attachments())
                .extracting("name", "contentType")
                .contains(org.assertj.core.groups.Tuple.tuple("test.txt", "text/plain"))
                .contains(org.assertj.core.groups.Tuple.tuple("image.png", "image/png"))
                .hasSize(3);
        assertThat(withRecipient("content-id-map").attachments()).hasSize(4);
    }

    @Test
    void twilio_reports() throws Exception {
        Call incoming = twilio("voice-gather-signed", Call.class);
        assertThat(incoming.from()).isEqualTo("+14158675309");
        assertThat(incoming.to()).isEqualTo("+18005551212");
        assertThat(incoming.stage()).isEqualTo(CallStage.INCOMING);

        Call status = twilio("voice-status-completed", Call.class);
        assertThat(status.stage()).isEqualTo(CallStage.STATUS);
        assertThat(status.from()).isEqualTo("+18181234567");
        assertThat(status.to()).isEqualTo("+13231234567");
        assertThat(status.durationSeconds()).isEqualTo(37);
        assertThat(status.occurredAt()).isEqualTo(Instant.parse("2025-09-13T15:20:00Z"));

        Call recording = twilio("recording-completed", Call.class);
        assertThat(recording.stage()).isEqualTo(CallStage.RECORDING);
        assertThat(recording.callId()).isEqualTo(status.callId());
        assertThat(recording.durationSeconds()).isEqualTo(12);

        Call transcription = twilio("transcription", Call.class);
        assertThat(transcription.stage()).isEqualTo(CallStage.TRANSCRIPTION);
        assertThat(transcription.text()).isEqualTo("Hi, call me back please.");
        assertThat(transcription.from()).isEqualTo("+18181234567");

        Sms sms = twilio("sms-incoming", Sms.class);
        assertThat(sms.from()).isEqualTo("+18181234567");
        assertThat(sms.to()).isEqualTo("+13231234567");
        assertThat(sms.text()).isEqualTo("Hello & goodbye \u00f1");
    }

    @Test
    void raw_mails() throws Exception {
        Mail invalid = raw("invalid_utf.eml");
        assertThat(invalid.headerFrom()).containsExactly("info@sender.com");
        assertThat(invalid.headerTo()).containsExactly("info@recipient.cz");
        assertThat(invalid.text()).startsWith("V\u00e1\u017een\u00fd z\u00e1kazn\u00edku,");

        Mail welcome = raw("welcome.eml");
        assertThat(welcome.subject()).isEqualTo("Discussion: Let's debate these attachments");
        assertThat(welcome.headerFromName()).isEqualTo("Jason Fried");
        assertThat(welcome.attachments()).isNotEmpty();
        assertThat(welcome.text()).startsWith("Let's talk about these images:");
    }

    private static Mail raw(String name) throws IOException {
        return MimeReader.read(
                Payloads.file("raw-mime/" + name),
                new MailEnvelope("id", null, List.of("us@ours.example"), null, null, "US"));
    }

    private static Mail mailgun(String name) throws Exception {
        return Hooks.only(new Mailgun().read(Payloads.hook("mailgun/" + name), source("mailgun")), Mail.class);
    }

    private static Mail withRecipient(String name) throws Exception {
        String part = BOUNDARY + "Content-Disposition: form-data; name=\"recipient\"\r\n\r\na@b.example\r\n";
        return Hooks.only(new Mailgun().read(Payloads.hook("mailgun/" + name, part), source("mailgun")), Mail.class);
    }

    private static <T> T twilio(String name, Class<T> type) throws Exception {
        return Hooks.only(new Twilio().read(Payloads.hook("twilio/" + name), source("twilio")), type);
    }

    private static io.barium.config.Settings.Source source(String provider) {
        return Hooks.source(provider, null, null, "x");
    }
}
