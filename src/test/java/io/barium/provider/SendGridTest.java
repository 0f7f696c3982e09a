package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGridTest {
    private static final String TYPE = "multipart/form-data; boundary=xYzZY";
    private static final String ENVELOPE = "{\"to\":[\"a@ours.example\"],\"from\":\"p@phish.example\"}";
    private static final byte[] BODY = form("envelope", ENVELOPE, "text", "Hello");
    private static final String TIMESTAMP = Long.toString(Hooks.NOW.getEpochSecond());

    private final SendGrid sendgrid = new SendGrid();
    private final KeyPair keys = keys("secp256r1");
    private final String key = Hooks.base64(keys.getPublic().getEncoded());

    @Test
    void each_kind_of_secret_that_is_set_has_to_be_shown() throws Exception {
        String basic = "Basic " + Hooks.base64(Hooks.utf8("parse:secret"));
        assertThat(verdict(signed(), key)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(signed(), key, "parse:secret")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(signed("Authorization", basic), key, "parse:secret")).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(signed("Authorization", "Bearer tok"), key, "parse:secret", "tok"))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(unsigned("Authorization", basic), key, "parse:secret"))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(unsigned("Authorization", basic), "parse:secret")).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(unsigned("Authorization", "Bearer tok"), "tok")).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(unsigned("Authorization", "Bearer " + key), key)).isEqualTo(Verdict.FORGED);
        assertThat(verdict(unsigned("Authorization", basic), "parse:other")).isEqualTo(Verdict.FORGED);
        assertThat(verdict(unsigned(), "tok")).isEqualTo(Verdict.FORGED);
    }

    @Test
    void keys_are_taken_in_each_notation() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + key.substring(0, 64) + "\n" + key.substring(64)
                + "\n-----END PUBLIC KEY-----\n";
        assertThat(verdict(signed(), pem)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(signed(), pem.replace("\n", "\\n"))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(signed(), pem.replace("\n", "\r\n"))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(signed(), pem.replace("\n", ""))).isEqualTo(Verdict.GENUINE);
    }

    @Test
    void a_key_that_cannot_be_used_is_our_fault_and_no_password() throws Exception {
        String other = Hooks.base64(keys("secp384r1").getPublic().getEncoded());
        String secret = Hooks.base64(keys.getPrivate().getEncoded());
        for (String wrong :
                new String[] {other, secret, "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"}) {
            assertThat(verdict(unsigned("Authorization", "Bearer " + wrong), wrong))
                    .isEqualTo(Verdict.UNCONFIGURED);
            assertThat(verdict(signed(), key, wrong)).isEqualTo(Verdict.UNCONFIGURED);
        }
    }

    @Test
    void another_spelling_of_a_signature_is_refused() throws Exception {
        byte[] der = sign(keys, Hooks.utf8(TIMESTAMP), BODY);
        int first = der[3];
        byte[] padded = new byte[der.length + 1];
        System.arraycopy(der, 0, padded, 0, 4);
        System.arraycopy(der, 4, padded, 5, der.length - 4);
        padded[1]++;
        padded[3] = (byte) (first + 1);
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        for (byte[] spelling : new byte[][] {padded, longer, new byte[0], {0x30, 0}, new byte[8]}) {
            assertThat(verdict(with(Hooks.base64(spelling), TIMESTAMP), key)).isEqualTo(Verdict.FORGED);
        }
        assertThat(verdict(with(Hooks.base64(der) + "\n", TIMESTAMP), key)).isEqualTo(Verdict.FORGED);
        assertThat(verdict(with(Hooks.base64(der), TIMESTAMP), key)).isEqualTo(Verdict.GENUINE);
    }

    @Test
    void three_days_of_repeats_are_fresh_unless_set_otherwise() throws Exception {
        Source usual = Hooks.source("sendgrid", null, null, key);
        Source narrow = Hooks.source("sendgrid", null, Duration.ofMinutes(5), key);
        assertThat(sendgrid.authenticate(signed(), usual, Hooks.NOW.plus(Duration.ofDays(3)))
                        .verdict())
                .isEqualTo(Verdict.GENUINE);
        assertThat(sendgrid.authenticate(signed(), narrow, Hooks.NOW.plusSeconds(301))
                        .verdict())
                .isEqualTo(Verdict.STALE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{@a.example : pass}; PASS; a.example",
                "{@a.example : fail}{@b.example : pass}; PASS; b.example",
                "{@a.example : pass, @b.example : pass}; PASS; a.example b.example",
                "{@a.example : fail}; FAIL; ''",
                "none; NONE; ''",
                "{@x : fail @bank.example : pass}; NONE; ''",
                "{@bank.example : pass} and more; NONE; ''"
            })
    void dkim_results_are_read_in_each_notation(String field, AuthResult result, String domains) throws Exception {
        Mail mail = read(form("envelope", ENVELOPE, "dkim", field));
        assertThat(mail.authentication().dkim()).isEqualTo(result);
        assertThat(String.join(" ", mail.authentication().dkimDomains())).isEqualTo(domains);
    }

    @Test
    void headers_that_the_sender_can_write_prove_nothing() throws Exception {
        Mail mail = read(form(
                "envelope",
                ENVELOPE,
                "headers",
                "Authentication-Results: mx.ours.example; dkim=pass header.d=bank.example\n"
                        + "Received-SPF: pass (mx.ours.example) receiver=mx.ours.example\nFrom: x@bank.example\n"));
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.NONE);
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.NONE);
        assertThat(mail.authentication().reportedBy()).isNull();
    }

    @Test
    void each_field_is_read_in_its_own_charset() throws Exception {
        byte[] body = concat(
                part("envelope", ENVELOPE, StandardCharsets.UTF_8),
                part("charsets", "{\"subject\":\"cp850\",\"text\":\"shift_jis\"}", StandardCharsets.UTF_8),
                part("subject", "Jos\u00e9", Charset.forName("cp850")),
                part("text", "\u6f22\u5b57", Charset.forName("Shift_JIS")),
                part("from", "Andr\u00e9 <andre@phish.example>", StandardCharsets.UTF_8),
                Hooks.utf8("--xYzZY--\r\n"));
        Mail mail = read(body);
        assertThat(mail.subject()).isEqualTo("Jos\u00e9");
        assertThat(mail.text()).isEqualTo("\u6f22\u5b57");
        assertThat(mail.headerFromName()).isEqualTo("Andr\u00e9");
    }

    @Test
    void names_that_were_encoded_stay_whole() throws Exception {
        Mail mail = read(form(
                "envelope",
                ENVELOPE,
                "headers",
                "From: =?utf-8?q?Help=2C_Desk?= <help@phish.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\n",
                "from",
                "Help, Desk <help@phish.example>",
                "subject",
                "other"));
        assertThat(mail.headerFrom()).containsExactly("help@phish.example");
        assertThat(mail.headerFromName()).isEqualTo("Help, Desk");
        assertThat(mail.subject()).isEqualTo("Caf\u00e9");
    }

    @Test
    void a_message_id_that_is_used_twice_makes_no_repeat() throws Exception {
        String headers = "Message-ID: <1@phish.example>\nFrom: x@phish.example\n";
        Mail first = read(form("envelope", ENVELOPE, "headers", headers, "text", "one"));
        Mail again = read(form("envelope", ENVELOPE, "headers", headers, "text", "one", "spam_score", "1"));
        Mail second = read(form("envelope", ENVELOPE, "headers", headers, "text", "two"));
        assertThat(again.eventId()).isEqualTo(first.eventId());
        assertThat(second.eventId()).isNotEqualTo(first.eventId());
    }

    private Mail read(byte[] body) throws Exception {
        return Hooks.only(sendgrid.read(Hooks.post(TYPE, body), Hooks.source("sendgrid", null, null, key)), Mail.class);
    }

    private Verdict verdict(RawHook hook, String... secrets) {
        Authenticity answer = sendgrid.authenticate(hook, Hooks.source("sendgrid", null, null, secrets), Hooks.NOW);
        return answer.verdict();
    }

    private RawHook signed(String... headers) throws GeneralSecurityException {
        return with(Hooks.base64(sign(keys, Hooks.utf8(TIMESTAMP), BODY)), TIMESTAMP, headers);
    }

    private static RawHook with(String signature, String timestamp, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 4);
        all[headers.length] = "X-Twilio-Email-Event-Webhook-Signature";
        all[headers.length + 1] = signature;
        all[headers.length + 2] = "X-Twilio-Email-Event-Webhook-Timestamp";
        all[headers.length + 3] = timestamp;
        return Hooks.post(TYPE, BODY, all);
    }

    private static RawHook unsigned(String... headers) {
        return Hooks.post(TYPE, BODY, headers);
    }

    private static byte[] sign(KeyPair keys, byte[]... parts) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        for (byte[] part : parts) {
            signature.update(part);
        }
        return signature.sign();
    }

    private static KeyPair keys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] form(String... fields) {
        List<byte[]> parts = new ArrayList<>();
        Hooks.fields(fields).forEach((name, value) -> parts.add(part(name, value, StandardCharsets.UTF_8)));
        parts.add(Hooks.utf8("--xYzZY--\r\n"));
        return concat(parts.toArray(byte[][]::new));
    }

    private static byte[] part(String name, String value, Charset charset) {
        return concat(
                Hooks.utf8("--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"),
                value.getBytes(charset),
                Hooks.utf8("\r\n"));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
