package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.AuthResult;
import io.barium.model.MailAuthentication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticationResultsTest {
    private static final String OURS = "mx.ours.example";

    @Test
    void results_of_the_trusted_upstream_are_read() {
        MailAuthentication a = of(
                "Authentication-Results",
                "mx.ours.example 1; spf=softfail (not; listed \\) here) smtp.mailfrom=Bounce@Phish.example;\t"
                        + "dkim=pass (2048-bit key) header.d=Phish.example header.b=\"abc=\";"
                        + " dkim=fail reason=\"bad; signature\" header.d=ours.example;"
                        + " dkim/1=pass header.i=@list.example; dmarc=fail (p=reject) header.from=ours.example");
        assertThat(a.spf()).isEqualTo(AuthResult.SOFTFAIL);
        assertThat(a.spfDomain()).isEqualTo("phish.example");
        assertThat(a.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(a.dkimDomains()).containsExactly("phish.example", "list.example");
        assertThat(a.dmarc()).isEqualTo(AuthResult.FAIL);
        assertThat(a.reportedBy()).isEqualTo(OURS);
    }

    @Test
    void arc_counts_as_the_upstream_validated_it() {
        assertThat(of("Authentication-Results", OURS + "; arc=pass (i=2 spf=pass) smtp.remote-ip=192.0.2.1")
                        .arc())
                .isEqualTo(AuthResult.PASS);
        assertThat(of("Authentication-Results", OURS + "; arc=fail; dkim=pass header.d=x.example")
                        .arc())
                .isEqualTo(AuthResult.FAIL);
        assertThat(of("ARC-Authentication-Results", "i=1; " + OURS + "; arc=pass")
                        .arc())
                .isEqualTo(AuthResult.NONE);
    }

    @Test
    void blanks_and_comments_may_stand_where_the_grammar_has_them() {
        MailAuthentication a = of(
                "Authentication-Results",
                OURS + " (x) 1 ; dkim (v) / 1 = (r) pass header . d = a.example. header.(c)i=@b.example;"
                        + "\tspf\t=\tfail smtp (c) .mailfrom = x@c.example");
        assertThat(a.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(a.dkimDomains()).containsExactly("a.example.");
        assertThat(a.spf()).isEqualTo(AuthResult.FAIL);
        assertThat(a.spfDomain()).isEqualTo("c.example");
    }

    @Test
    void nobody_is_trusted_unless_named() {
        String forged = "mx.other.example; dkim=pass header.d=ours.example";
        assertThat(of("Authentication-Results", forged)).isEqualTo(MailAuthentication.UNKNOWN);
        assertThat(of("Authentication-Results", "mx.ours.example.phish.example; dkim=pass header.d=ours.example"))
                .isEqualTo(MailAuthentication.UNKNOWN);
        assertThat(AuthenticationResults.of(headers("Authentication-Results", OURS + "; spf=pass"), null))
                .isEqualTo(MailAuthentication.UNKNOWN);
    }

    @Test
    void a_name_pieced_together_of_quoted_strings_is_a_strangers() {
        for (String name : List.of(
                "mx.ours.ex\"\"ample",
                "mx.ours.ex\"ample\"",
                "\"mx.ours\".example",
                "\"\"mx.ours.example",
                "\"mx.ours.example\"x")) {
            assertThat(of("Authentication-Results", name + "; dkim=pass header.d=ours.example"))
                    .as(name)
                    .isEqualTo(MailAuthentication.UNKNOWN);
        }
        assertThat(of("Authentication-Results", "\"mx.ours.example\"; dkim=pass header.b=\"\" header.d=ours.example")
                        .dkimDomains())
                .as("one quoted string, and one with nothing in it")
                .containsExactly("ours.example");
        assertThat(of("Authentication-Results", OURS + "; spf=pass smtp.mailfrom=\"ann roe\"@ours.example")
                        .spfDomain())
                .isEqualTo("ours.example");
    }

    @Test
    void what_stands_below_the_topmost_is_the_senders() {
        MailAuthentication a = of(
                "Authentication-Results", OURS + "; spf=fail smtp.mailfrom=phish.example",
                "Received", "from phish.example by mx.ours.example",
                "Authentication-Results", OURS + "; dkim=pass header.d=ours.example; dmarc=pass");
        assertThat(a.spf()).isEqualTo(AuthResult.FAIL);
        assertThat(a.dkim()).isEqualTo(AuthResult.NONE);
        assertThat(a.dkimDomains()).isEmpty();
        assertThat(a.dmarc()).isEqualTo(AuthResult.NONE);
    }

    @Test
    void of_headers_that_follow_each_other_the_upper_wins_for_each_method() {
        MailAuthentication a = of(
                "Authentication-Results",
                OURS + "; dkim=none",
                "Authentication-Results",
                "MX.OURS.example; dkim=pass header.d=ours.example; dmarc=fail");
        assertThat(a.dkim()).isEqualTo(AuthResult.NONE);
        assertThat(a.dkimDomains()).isEmpty();
        assertThat(a.dmarc()).isEqualTo(AuthResult.FAIL);
    }

    @Test
    void received_spf_counts_when_the_upstream_wrote_it() {
        MailAuthentication a = of(
                "Received-SPF",
                "pass (mx.ours.example: domain of x) receiver=mx.ours.example; envelope-from=\"x@Good.example\"; helo=h");
        assertThat(a.spf()).isEqualTo(AuthResult.PASS);
        assertThat(a.spfDomain()).isEqualTo("good.example");
        assertThat(of("Received-SPF", "pass receiver=mx.phish.example; envelope-from=x@y.example"))
                .isEqualTo(MailAuthentication.UNKNOWN);
    }

    @Test
    void nonsense_is_no_result() {
        for (String value : new String[] {
            "",
            ";",
            OURS,
            OURS + ";",
            OURS + "; none",
            OURS + "; =",
            OURS + "; dkim",
            OURS + "; dkim==pass",
            OURS + "; dkim=(pass",
            OURS + "; \"dkim=pass",
            OURS + "; dkim=\\",
            "(" + OURS,
            "=".repeat(30_000)
        }) {
            assertThat(of("Authentication-Results", value).dkimDomains())
                    .as(value)
                    .isEmpty();
        }
    }

    private static MailAuthentication of(String... pairs) {
        return AuthenticationResults.of(headers(pairs), OURS);
    }

    private static MailHeaders headers(String... pairs) {
        List<MailHeaders.Field> fields = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.add(new MailHeaders.Field(pairs[i], pairs[i + 1]));
        }
        return new MailHeaders(fields);
    }
}
