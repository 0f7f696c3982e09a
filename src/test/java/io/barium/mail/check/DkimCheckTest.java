package io.barium.mail.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.mail.check.DkimCheck.Dkim;
import io.barium.model.AuthResult;
import io.barium.provider.kit.MimeReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimCheckTest {
    private static final KeyPair KEY = Keys.rsa(2_048);
    private static final String TAGS = "a=rsa-sha256; c=relaxed/relaxed; d=one.example; s=s; h=from:subject";
    private static final String MAIL =
            "From: Ann <ann@one.example>\r\nSubject: caf\u00e9\r\nTo: bob@ours.example\r\n\r\nHello  you \r\n\r\n";

    private final Zone zone = new Zone().with(Dns.Type.TXT, "s._domainkey.one.example", Keys.published(KEY));

    private Dkim check(String mail) {
        byte[] raw = mail.getBytes(StandardCharsets.UTF_8);
        return DkimCheck.check(new Questions(zone, System.nanoTime() + 5_000_000_000L), MimeReader.headers(raw), raw);
    }

    private static String signed(String tags) {
        return Keys.signed(KEY, tags, MAIL);
    }

    @Test
    void a_signature_that_fits_proves_its_domain() {
        for (String way : List.of("simple/simple", "relaxed/simple", "simple/relaxed", "relaxed/relaxed")) {
            assertThat(check(signed(TAGS.replace("relaxed/relaxed", way))))
                    .as(way)
                    .isEqualTo(new Dkim(AuthResult.PASS, List.of("one.example")));
        }
        assertThat(check(signed(TAGS).replace("Hello  you", "Hello you")).result())
                .isEqualTo(AuthResult.PASS);
    }

    @Test
    void whatever_was_changed_fails() {
        String mail = signed(TAGS);
        for (String other : List.of(
                mail.replace("Hello", "hello"),
                mail.replace("ann@", "eve@"),
                mail.replace("caf\u00e9", "cafe"),
                mail.replace("c=relaxed/relaxed", "c=relaxed/simple"),
                mail.replaceFirst(" b=.{20}", " b="),
                mail.replaceFirst(" b=[^;]*", " b=eA=="),
                mail + "more\r\n")) {
            assertThat(check(other)).as(other).isEqualTo(new Dkim(AuthResult.FAIL, List.of()));
        }
    }

    @Test
    void a_signature_that_proves_less_than_it_seems_to_is_policy() {
        assertThat(check(signed(TAGS.replace("sha256", "sha1"))).result()).isEqualTo(AuthResult.POLICY);
        assertThat(check(signed(TAGS + "; l=5") + "and what the sender never wrote\r\n"))
                .isEqualTo(new Dkim(AuthResult.POLICY, List.of()));
        assertThat(check("From: ceo@one.example\r\n" + signed(TAGS)).result()).isEqualTo(AuthResult.POLICY);
        assertThat(check("X: y\nFrom: ceo@one.example\r\n" + signed(TAGS)).result())
                .isEqualTo(AuthResult.POLICY);

        KeyPair small = Keys.rsa(768);
        zone.with(Dns.Type.TXT, "small._domainkey.one.example", Keys.published(small));
        assertThat(check(Keys.signed(small, TAGS.replace("s=s", "s=small"), MAIL))
                        .result())
                .isEqualTo(AuthResult.POLICY);
    }

    @Test
    void a_field_that_is_to_come_once_proves_nothing_beside_one_that_is_not_signed() {
        String tags = TAGS.replace("from:subject", "from:Subject:to:date:message-id:cc:reply-to:content-type");
        for (String field : List.of(
                "Subject: Pay at once",
                "SUBJECT : Pay at once",
                "To: eve@ours.example",
                "Cc: eve@ours.example",
                "Date: Mon, 23 Nov 2026 12:00:00 +0000",
                "Message-Id: <2@one.example>",
                "Reply-To: eve@evil.example",
                "Content-Type: text/html")) {
            String name = field.substring(0, field.indexOf(':')).strip();
            String own = MAIL.contains("\r\n" + name + ":") || name.equals("SUBJECT") ? "" : name + ": x\r\n";
            String mail = Keys.signed(KEY, tags, own + MAIL);
            assertThat(check(mail).result()).as("without " + field).isEqualTo(AuthResult.PASS);
            assertThat(check(field + "\r\n" + mail)).as(field).isEqualTo(new Dkim(AuthResult.POLICY, List.of()));
        }
        String both = "Subject: two\r\n" + MAIL;
        assertThat(check(Keys.signed(KEY, TAGS + ":subject", both)).result()).isEqualTo(AuthResult.PASS);
        assertThat(check(Keys.signed(KEY, TAGS, both)).result()).isEqualTo(AuthResult.POLICY);
        assertThat(check("Subject: above\r\n" + Keys.signed(KEY, TAGS + ":subject", MAIL))
                        .result())
                .isEqualTo(AuthResult.FAIL);
    }

    @Test
    void what_cannot_be_used_says_how() {
        String ed25519 =
                "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=one.example; s=s; h=from; bh=eA==; b=eA==\r\n";
        assertThat(check(ed25519 + MAIL).result()).isEqualTo(AuthResult.NEUTRAL);
        for (String value : List.of("nonsense", "v=1; v=1; d=x", "v=1; d=one.example", ";", "")) {
            assertThat(check("DKIM-Signature: " + value + "\r\n" + MAIL).result())
                    .as(value)
                    .isEqualTo(AuthResult.PERMERROR);
        }
        assertThat(check(signed(TAGS).replace("s=s;", "s=s; x=1000000000;")).result())
                .isEqualTo(AuthResult.PERMERROR);
        assertThat(check(signed(TAGS).replace("h=from:subject", "h=subject")).result())
                .isEqualTo(AuthResult.PERMERROR);
        assertThat(check(signed(TAGS.replace("s=s", "s=none"))).result()).isEqualTo(AuthResult.PERMERROR);
        assertThat(check(MAIL)).isEqualTo(Dkim.NONE);
    }

    @Test
    void of_keys_only_those_for_mail_count_and_one_that_is_not_reached_is_not_missing() {
        zone.with(Dns.Type.TXT, "tls._domainkey.one.example", Keys.published(KEY) + "; s=tlsrpt")
                .with(Dns.Type.TXT, "mail._domainkey.one.example", Keys.published(KEY) + "; s=tlsrpt : email; t=s")
                .with(Dns.Type.TXT, "old._domainkey.one.example", "v=DKIM1; p=")
                .failing(Dns.Type.TXT, "away._domainkey.one.example");
        assertThat(check(signed(TAGS.replace("s=s", "s=tls"))).result()).isEqualTo(AuthResult.PERMERROR);
        assertThat(check(signed(TAGS.replace("s=s", "s=mail"))).result()).isEqualTo(AuthResult.PASS);
        assertThat(check(signed(TAGS.replace("s=s", "s=old"))).result()).isEqualTo(AuthResult.PERMERROR);
        assertThat(check(signed(TAGS.replace("s=s", "s=away"))).result()).isEqualTo(AuthResult.TEMPERROR);
    }

    @Test
    void one_good_signature_is_enough_and_only_some_are_looked_at() {
        String broken = signed(TAGS).replace("bh=", "bh=AAAA");
        String fields = broken.substring(0, broken.indexOf("From:"));
        assertThat(check(fields + signed(TAGS)).result()).isEqualTo(AuthResult.PASS);
        assertThat(check(fields.repeat(500) + signed(TAGS))).isEqualTo(new Dkim(AuthResult.FAIL, List.of()));
        assertThat(zone.asked()).isLessThan(20);
    }
}
