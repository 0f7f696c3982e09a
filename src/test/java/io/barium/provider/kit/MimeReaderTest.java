package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.ArcClaim;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MimeReaderTest {
    private static final Instant FALLBACK = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void headers_text_and_attachments_are_read() {
        Mail mail = read("""
                From: =?utf-8?b?SmFuw6k=?= Doe <Jane@PHISH.example>, other@x.example
                To: "a, b" <a@ours.example>, friends: c@ours.example, d@ours.example;
                Cc: (a comment) e@ours.example (another)
                Subject: =?iso-8859-1?q?caf=E9?= =?utf-8?q?_cr=C3=A8me?=
                 folded
                Date: Mon, 23 Nov 2026 12:58:00 +0100 (CET)
                Message-ID: <abc@phish.example>
                Content-Type: multipart/mixed; boundary="m"

                --m
                Content-Type: multipart/alternative; boundary="a"

                --a
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                caf=C3=A9
                --a
                Content-Type: text/html; charset=utf-8

                <p>other <a href="https://phish.example/x">words</a> SR-104829</p>
                --a--
                --m
                Content-Type: application/pdf; name="=?utf-8?q?r=C3=A9sum=C3=A9.pdf?="
                Content-Disposition: attachment
                Content-Transfer-Encoding: base64

                aGVsbG8=
                --m
                Content-Type: message/rfc822

                Subject: inside
                --m--
                """);
        assertThat(mail.headerFrom()).containsExactly("Jane@phish.example", "other@x.example");
        assertThat(mail.headerFromName()).isEqualTo("Jan\u00e9 Doe");
        assertThat(mail.headerTo())
                .containsExactly("a@ours.example", "c@ours.example", "d@ours.example", "e@ours.example");
        assertThat(mail.subject()).isEqualTo("caf\u00e9 cr\u00e8me folded");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T11:58:00Z"));
        assertThat(mail.messageId()).isEqualTo("abc@phish.example");
        assertThat(mail.text()).isEqualTo("caf\u00e9");
        assertThat(mail.quotes().links()).containsExactly("https://phish.example/x");
        assertThat(mail.quotes().ticketNumbers()).containsExactly("SR-104829");
        assertThat(mail.attachments()).hasSize(2);
        assertThat(mail.attachments().get(0).name()).isEqualTo("r\u00e9sum\u00e9.pdf");
        assertThat(mail.attachments().get(0).size()).isEqualTo(5);
        assertThat(mail.attachments().get(0).sha256())
                .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(mail.attachments().get(1).contentType()).isEqualTo("message/rfc822");
    }

    @Test
    void of_an_attached_mail_the_headers_are_quotes_and_the_body_is_not() {
        Mail mail = read("""
                Content-Type: multipart/mixed; boundary="m"

                --m
                Content-Type: text/plain

                see below
                --m
                Content-Type: message/rfc822

                From: Mallory <mallory@phish.example>
                To: =?utf-8?q?Ann?= <ann@ours.example>
                Subject: =?utf-8?q?ticket_SR-10482913?=
                Received: by hidden@relay.example

                body@phish.example
                --m--
                """);
        assertThat(mail.text()).isEqualTo("see below");
        assertThat(mail.quotes().mailAddresses()).containsExactly("mallory@phish.example", "ann@ours.example");
        assertThat(mail.quotes().ticketNumbers()).containsExactly("SR-10482913");
        assertThat(mail.attachments()).hasSize(1);
        byte[] attached = """
                From: Mallory <mallory@phish.example>
                To: =?utf-8?q?Ann?= <ann@ours.example>
                Subject: =?utf-8?q?ticket_SR-10482913?=
                Received: by hidden@relay.example

                body@phish.example""".replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(mail.attachments().get(0).size()).isEqualTo(attached.length);
        assertThat(mail.attachments().get(0).sha256()).isEqualTo(Sha256.hex(attached));
    }

    @Test
    void what_arc_headers_claim_is_told_as_a_claim() {
        Mail mail = read("""
                ARC-Seal: i=2; a=rsa-sha256; t=12345; cv=pass; d=Lists.example; s=s; b=x=
                ARC-Message-Signature: i=2; d=ignored.example
                ARC-Seal: i=1; cv=none; d=first.example; b=y
                ARC-Seal: i=1; cv=none; d=again.example; b=y
                ARC-Seal: i=99; d=beyond.example
                ARC-Seal: nonsense
                Subject: x

                y
                """);
        assertThat(mail.arcClaim())
                .isEqualTo(new ArcClaim(2, List.of("lists.example", "first.example"), AuthResult.PASS));
        assertThat(mail.authentication().arc()).isEqualTo(AuthResult.NONE);
        assertThat(read("ARC-Seal: i=1; cv=maybe\n\ny").arcClaim()).isEqualTo(new ArcClaim(1, List.of(), null));
        assertThat(read("Subject: x\n\ny").arcClaim()).isNull();
    }

    @Test
    void encoded_words_are_decoded_wherever_they_can_be() {
        for (String[] pair : new String[][] {
            {"=?UTF-8?B?4oI=?= =?utf-8?B?rA==?=", "\u20ac"},
            {"a =?iso-8859-1*en?Q?b=E9_c?= d", "a b\u00e9 c d"},
            {"=?x-unknown?q?caf=C3=A9?=", "caf\u00e9"},
            {"=?utf-8?q?open", "=?utf-8?q?open"},
            {"=??q?x?= =?utf-8?q??=y", "=??q?x?= y"},
            {"1 =? 2 ?= 3", "1 =? 2 ?= 3"},
        }) {
            assertThat(read("Subject: " + pair[0] + "\n\nx").subject())
                    .as(pair[0])
                    .isEqualTo(pair[1]);
        }
        assertThat(read("Subject: " + "=?".repeat(30_000) + "\n\nx").subject()).hasSizeLessThanOrEqualTo(1_000);
    }

    @Test
    void html_alone_becomes_text() {
        Mail mail = read("Content-Type: text/html\n\n<html><head><style>x{}</style></head><body>Hello,<br>press"
                + " <a href='http://a.example'>here</a><script>no()</script><p>Bye</body>");
        assertThat(mail.text()).isEqualTo("Hello,\npress here\nBye");
        assertThat(mail.quotes().links()).containsExactly("http://a.example");
    }

    @Test
    void a_long_text_is_cut_and_says_so() {
        assertThat(read("Subject: x\n\n" + "a".repeat(100_000)).truncated()).isFalse();
        assertThat(read("Content-Type: text/html\n\n<p>x" + " ".repeat(300_000)).truncated())
                .isTrue();
        Mail mail = read("Subject: " + "s".repeat(2_000) + "\n\n" + "\ud83d\ude00".repeat(60_000));
        assertThat(mail.text()).hasSize(100_000);
        assertThat(mail.truncated()).isTrue();
        assertThat(mail.subject()).hasSize(1_000);
    }

    @Test
    void without_a_usable_date_the_envelopes_time_stands() {
        for (String date : new String[] {"Date: never\n", "Date: Mon, 23 Nov 99999 11:58:00 +0000\n", ""}) {
            assertThat(read(date + "Subject: x\n\ny").occurredAt()).as(date).isEqualTo(FALLBACK);
        }
    }

    private static Mail read(String mime) {
        return MimeReader.read(
                mime.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                new MailEnvelope("e", null, List.of("a@ours.example"), FALLBACK, null, "US"));
    }
}
