package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.MalformedHook;
import java.time.Instant;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What the important fields of SendGrid's, Amazon's, Mandrill's and Resend's requests come to. */
class SignedMailPayloadsTest {
    private static final String ENVELOPE =
            "--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n"
                    + "{\"to\":[\"a@ours.example\"],\"from\":\"b@phish.example\"}\r\n";

    @Test
    void sendgrid_parsed_mail() throws Exception {
        Mail mail = mail(new SendGrid(), "sendgrid/parsed-basic");
        assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.headerFrom()).containsExactly("from+test@example.org");
        assertThat(mail.headerFromName()).isEqualTo("Displayed From");
        assertThat(mail.headerTo()).containsExactly("test@inbound.example.com", "other@example.com", "cc@example.com");
        assertThat(mail.messageId()).isEqualTo("CAEPk3R+4Zr@mail.example.org");
        assertThat(mail.subject()).isEqualTo("Test subject");
        assertThat(mail.text()).isEqualTo("Test body plain");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2017-10-12T01:31:04Z"));
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().spfDomain()).isEqualTo("example.org");
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dkimDomains()).containsExactly("example.org");
        assertThat(mail.authentication().spamScore()).isEqualTo(1.7);
    }

    @Test
    void sendgrid_raw_mail() throws Exception {
        Mail mail = mail(new SendGrid(), "sendgrid/raw-mime");
        assertThat(mail.envelopeTo()).containsExactly("test@inbound.example.com");
        assertThat(mail.headerFrom()).containsExactly("test@example.org");
        assertThat(mail.subject()).isEqualTo("Raw MIME test");
        assertThat(mail.text().strip()).isEqualTo("It's a body\u2026");
        assertThat(mail.authentication().dkimDomains()).containsExactly("example.org");
        assertThat(mail.authentication().reportedBy()).isEqualTo("sendgrid");
    }

    @Test
    void sendgrid_attachments_once_there_is_an_envelope() throws Exception {
        assertThatThrownBy(() -> mail(new SendGrid(), "sendgrid/parsed-attachments"))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("envelope:");
        Mail mail = Hooks.only(
                new SendGrid().read(Payloads.hook("sendgrid/parsed-attachments", ENVELOPE), source("sendgrid")),
                Mail.class);
        assertThat(mail.attachments())
                .extracting("name", "contentType")
                .contains(Tuple.tuple("test.txt", "text/plain"), Tuple.tuple("image.png", "image/png"))
                .hasSize(3);
    }

    @Test
    void ses_inline_mail_in_both_encodings() throws Exception {
        for (String name : new String[] {"sns-inline-utf8", "sns-inline-base64"}) {
            Mail mail = mail(new Ses(), "amazon-ses/" + name);
            assertThat(mail.envelopeFrom()).isEqualTo("envelope-from@example.org");
            assertThat(mail.envelopeTo()).containsExactly("inbound@example.com");
            assertThat(mail.headerFrom()).containsExactly("from@example.org");
            assertThat(mail.headerFromName()).isEqualTo("Sender, Inc.");
            assertThat(mail.messageId()).isEqualTo("CAEPk3RKsi@mail.example.org");
            assertThat(mail.subject()).isEqualTo("Test inbound message");
            assertThat(mail.text().strip()).isEqualTo("It's a body\u2026");
            assertThat(mail.eventId()).startsWith("jili9m351il3gkburn7o2f0u6788stij94c8ld01:sns:");
        }
        assertThat(mail(new Ses(), "amazon-ses/sns-inline-utf8")
                        .authentication()
                        .dmarc())
                .isEqualTo(AuthResult.PASS);
        assertThat(mail(new Ses(), "amazon-ses/sns-inline-base64")
                        .authentication()
                        .spam())
                .isTrue();
    }

    @Test
    void ses_mail_in_a_bucket() throws Exception {
        Reading.Contacts reading =
                (Reading.Contacts) new Ses().read(Payloads.hook("amazon-ses/s3-action"), source("ses"));
        assertThat(((Mail) reading.contacts().get(0)).envelopeTo()).containsExactly("inbound@example.com");
        assertThat(reading.fetches())
                .extracting(Fetch::url)
                .containsExactly("https://s3.us-east-1.amazonaws.com/InboundEmailBucket-KeepPrivate"
                        + "/inbound/fqef5sop459utgdf4o9lqbsv7jeo73pejig34301");
    }

    @Test
    void ses_documented_examples() throws Exception {
        Mail inline = mail(new Ses(), "amazon-ses/aws-docs-example-1-inner-message");
        assertThat(inline.envelopeTo()).containsExactly("recipient@example.com");
        assertThat(inline.text().strip()).isEqualTo("Example content");
        Mail stored = mail(new Ses(), "amazon-ses/aws-docs-example-2-inner-message");
        assertThat(stored.subject()).isEqualTo("Example subject");
        assertThat(stored.headerFrom()).containsExactly("sender@example.com");
        assertThat(stored.authentication().dkimDomains()).containsExactly("amazonses.com");
    }

    @Test
    void sns_subscription_is_to_be_confirmed() throws Exception {
        Reading reading = new Ses().read(Payloads.hook("amazon-sns/subscription-confirmation"), source("ses"));
        assertThat(((Reading.Handshake) reading).confirmation().url())
                .startsWith("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:");
    }

    @Test
    void mandrill_mail_in_a_multipart_form() throws Exception {
        Mail mail = mail(new Mandrill(), "mandrill/anymail-basic");
        assertThat(mail.envelopeFrom()).isNull();
        assertThat(mail.envelopeTo()).containsExactly("delivered-to@example.com");
        assertThat(mail.headerTo()).containsExactly("test@inbound.example.com", "other@example.com");
        assertThat(mail.text().strip()).isEqualTo("It's a body\u2026");
        assertThat(mail.authentication().spamScore()).isEqualTo(1.7);
    }

    @Test
    void resend_notice() throws Exception {
        Mail mail = mail(new Resend(), "resend/received-basic");
        assertThat(mail.eventId()).isEqualTo("msg_abcdefghijklmnopqrst12345");
        assertThat(mail.envelopeTo()).containsExactly("recipient@example.org");
        assertThat(mail.headerFromName()).isEqualTo("Sender Name");
        assertThat(mail.messageId()).isEqualTo("ABCDE12345@mail.example.com");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2024-02-22T23:41:11.894719Z"));
        assertThat(mail(new Resend(), "resend/received-attachments").attachments())
                .hasSize(3);
    }

    private static Mail mail(Provider provider, String name) throws Exception {
        Reading reading = provider.read(Payloads.hook(name), source(provider.id()));
        Reading.Contacts contacts = (Reading.Contacts) Objects.requireNonNull(reading);
        return (Mail) contacts.contacts().get(0);
    }

    private static Source source(String provider) {
        return Hooks.source(provider, null, null, "x");
    }
}
