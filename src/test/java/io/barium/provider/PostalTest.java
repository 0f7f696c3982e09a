package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.RawHook;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostalTest {
    private static final String MESSAGE =
            "{\"id\": 1, \"rcpt_to\": \"a@ours.example\", \"mail_from\": \"p@phish.example\", \"message\": \"%s\"}";

    private static KeyPair keys;

    private final Postal postal = new Postal();

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @Test
    void no_outcome_bounces_a_mail() {
        for (Outcome outcome : Outcome.values()) {
            int status = postal.reply(outcome, Hooks.post("application/json", new byte[0]), source(der()))
                    .status();
            assertThat(status == 429 || status / 100 == 2 || status / 100 == 5)
                    .as(outcome + " " + status)
                    .isTrue();
        }
    }

    @Test
    void each_signature_that_is_there_has_to_fit() throws Exception {
        byte[] body = Hooks.utf8(MESSAGE.formatted("Subject: x"));
        String sha1 = sign("SHA1withRSA", body);
        String sha256 = sign("SHA256withRSA", body);
        String other = sign("SHA256withRSA", Hooks.utf8("x"));
        assertThat(verdict(body, "X-Postal-Signature", sha1)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(body, "X-Postal-Signature-256", sha256)).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(body, "X-Postal-Signature", sha1, "X-Postal-Signature-256", sha256))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(body, "X-Postal-Signature", sha1, "X-Postal-Signature-256", other))
                .isEqualTo(Verdict.FORGED);
        assertThat(verdict(body, "X-Postal-Signature", sha256)).isEqualTo(Verdict.FORGED);
        assertThat(verdict(body)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void the_key_may_stand_in_a_dkim_record_and_has_to_be_one() throws Exception {
        byte[] body = Hooks.utf8(MESSAGE.formatted("Subject: x"));
        RawHook hook = hook(body, "X-Postal-Signature", sign("SHA1withRSA", body));
        assertThat(postal.authenticate(hook, source("v=DKIM1; t=s; h=sha256; p=" + der() + ";"), Hooks.NOW)
                        .verdict())
                .isEqualTo(Verdict.GENUINE);
        assertThat(postal.authenticate(hook, source("a password"), Hooks.NOW).verdict())
                .isEqualTo(Verdict.UNCONFIGURED);
    }

    @Test
    void mails_of_two_servers_with_one_number_are_two_mails() throws Exception {
        assertThat(read(MESSAGE.formatted("Subject: x")).eventId())
                .startsWith("1-")
                .isNotEqualTo(read(MESSAGE.formatted("Subject: y")).eventId());
    }

    @Test
    void spam_headers_below_others_are_the_senders_own() throws Exception {
        Mail mail = read(MESSAGE.formatted("Received: x\\r\\nX-Postal-Spam-Score: -9\\r\\nX-Postal-Spam: no"));
        assertThat(mail.authentication().spamScore()).isNull();
        assertThat(mail.authentication().spam()).isNull();
    }

    private Mail read(String json) throws Exception {
        return Hooks.only(postal.read(Hooks.post("application/json", Hooks.utf8(json)), source(der())), Mail.class);
    }

    private Verdict verdict(byte[] body, String... headers) {
        return postal.authenticate(hook(body, headers), source(der()), Hooks.NOW)
                .verdict();
    }

    private static RawHook hook(byte[] body, String... headers) {
        return Hooks.post("application/json", body, headers);
    }

    private static Source source(String secret) {
        return Hooks.source("postal", null, null, secret);
    }

    private static String der() {
        return Hooks.base64(keys.getPublic().getEncoded());
    }

    private static String sign(String algorithm, byte[] body) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(body);
        return Hooks.base64(signature.sign());
    }
}
