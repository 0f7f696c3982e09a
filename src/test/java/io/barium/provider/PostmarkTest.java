package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.provider.kit.MalformedHook;
import org.junit.jupiter.api.Test;

class PostmarkTest {
    private final Postmark postmark = new Postmark();
    private final Source source = Hooks.source("postmark", null, null, "user:password");

    @Test
    void a_return_path_that_is_not_on_top_is_the_senders_own() throws Exception {
        Mail mail = read("""
                "OriginalRecipient": "a@ours.example",
                "Headers": [{"Name": "Received", "Value": "x"}, {"Name": "Return-Path", "Value": "<fake@ours.example>"}]
                """);
        assertThat(mail.envelopeFrom()).isNull();
    }

    @Test
    void verdicts_below_the_senders_own_headers_are_not_believed() throws Exception {
        Mail mail = read("""
                "OriginalRecipient": "a@ours.example",
                "Headers": [{"Name": "Return-Path", "Value": "<p@phish.example>"}, {"Name": "Received", "Value": "x"},
                    {"Name": "Subject", "Value": "hi"}, {"Name": "X-Spam-Tests", "Value": "SPF_PASS,DKIM_VALID_AU"},
                    {"Name": "X-Spam-Score", "Value": "-9"}, {"Name": "Received-SPF", "Value": "pass"}]
                """);
        assertThat(mail.authentication()).isEqualTo(MailAuthentication.UNKNOWN);
        Mail second = read("""
                "OriginalRecipient": "a@ours.example",
                "Headers": [{"Name": "Received", "Value": "x"}, {"Name": "Received", "Value": "the sender's"},
                    {"Name": "X-Spam-Score", "Value": "-9"}]
                """);
        assertThat(second.authentication()).isEqualTo(MailAuthentication.UNKNOWN);
    }

    @Test
    void a_signature_passed_for_a_domain_only_where_the_author_is_one_and_signed() throws Exception {
        String mail = """
                "OriginalRecipient": "a@ours.example", "FromFull": {"Email": "%s", "Name": ""},
                "Headers": [{"Name": "X-Spam-Tests", "Value": "%s"},
                    {"Name": "DKIM-Signature", "Value": "d=list.example"}, {"Name": "DKIM-Signature", "Value": "d=Phish.example"}]
                """;
        assertThat(read(mail.formatted("x@phish.example", "DKIM_VALID,DKIM_VALID_AU"))
                        .authentication()
                        .dkimDomains())
                .containsExactly("phish.example");
        MailAuthentication other =
                read(mail.formatted("x@phish.example", "DKIM_VALID")).authentication();
        assertThat(other.dkim()).isEqualTo(AuthResult.PASS);
        assertThat(other.dkimDomains()).isEmpty();
        assertThat(read(mail.formatted("x@elsewhere.example", "DKIM_VALID_AU"))
                        .authentication()
                        .dkimDomains())
                .isEmpty();
    }

    @Test
    void where_postmark_says_nothing_the_authserv_id_counts() throws Exception {
        Mail mail = read("""
                "OriginalRecipient": "a@ours.example",
                "Headers": [{"Name": "Authentication-Results", "Value": "mx.ours.example; spf=pass smtp.mailfrom=phish.example"}]
                """);
        assertThat(mail.authentication().reportedBy()).isEqualTo("mx.ours.example");
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
    }

    @Test
    void without_an_envelope_whom_the_mail_names_was_reached() throws Exception {
        assertThat(read("""
                "ToFull": [{"Email": "a@ours.example", "Name": "x, y"}], "BccFull": [{"Email": "b@ours.example"}]
                """).envelopeTo()).containsExactly("a@ours.example", "b@ours.example");
        assertThatThrownBy(() -> read("\"Subject\": \"x\""))
                .isInstanceOf(MalformedHook.class)
                .hasMessageStartingWith("OriginalRecipient:");
    }

    @Test
    void checks_differ_by_their_content() throws Exception {
        String check = "\"OriginalRecipient\": \"a@ours.example\", \"Subject\": \"%s\","
                + " \"MessageID\": \"00000000-0000-0000-0000-000000000000\"";
        assertThat(read(check.formatted("1")).eventId())
                .startsWith("sha256:")
                .isNotEqualTo(read(check.formatted("2")).eventId())
                .isEqualTo(read(check.formatted("1")).eventId());
    }

    private Mail read(String members) throws Exception {
        return Hooks.only(
                postmark.read(Hooks.post("application/json", Hooks.utf8("{" + members + "}")), source), Mail.class);
    }
}
