package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DkimSignaturesTest {
    private static final String ONCE = "DKIM-Signature: v=1; d=Bank.example;\r\n h=From : Subject:To; b=x\r\n";
    private static final String TWICE = "DKIM-Signature: v=1; d=list.example; h=from:subject:subject; b=x\r\n";
    private static final String MAIL = "From: ann@bank.example\r\nSubject: lunch\r\n\r\nAt noon.\r\n";

    private static MailAuthentication read(String mail, String... passed) {
        StringBuilder told = new StringBuilder("Authentication-Results: mx.ours.example");
        for (String domain : passed) {
            told.append("; dkim=pass header.d=").append(domain);
        }
        byte[] raw = (told + "; spf=fail\r\n" + mail).getBytes(StandardCharsets.ISO_8859_1);
        MailEnvelope envelope =
                new MailEnvelope("1", null, List.of("bob@ours.example"), Instant.EPOCH, "mx.ours.example", "US");
        return MimeReader.read(raw, envelope).authentication();
    }

    @Test
    void what_a_trusted_party_passed_does_not_prove_a_field_that_was_added() {
        MailAuthentication good = read(ONCE + MAIL, "bank.example");
        assertThat(good.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(good.dkimDomains()).containsExactly("bank.example");

        MailAuthentication added = read("Subject: Pay at once\r\n" + ONCE + MAIL, "bank.example");
        assertThat(added.dkim()).isEqualTo(AuthResult.POLICY);
        assertThat(added.dkimDomains()).isEmpty();
        assertThat(added.spf()).isEqualTo(AuthResult.FAIL);
        assertThat(added.reportedBy()).isEqualTo("mx.ours.example");
    }

    @Test
    void a_signature_over_every_instance_still_counts_and_a_made_up_one_hides_none() {
        String mail = "Subject: two\r\n" + TWICE + ONCE + MAIL;
        MailAuthentication both = read(mail, "bank.example", "list.example");
        assertThat(both.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(both.dkimDomains()).containsExactly("list.example");

        String madeUp = TWICE.replace("list.example", "bank.example");
        assertThat(read("Subject: two\r\n" + madeUp + ONCE + MAIL, "bank.example")
                        .dkim())
                .isEqualTo(AuthResult.POLICY);
        assertThat(read("Subject: two\r\n" + MAIL, "bank.example").dkim()).isEqualTo(AuthResult.POLICY);
    }
}
