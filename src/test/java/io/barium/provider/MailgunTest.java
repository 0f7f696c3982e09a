package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings.Source;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Authenticity.Verdict;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MailgunTest {
    private static final String KEY = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0";
    private static final String TYPE = "application/x-www-form-urlencoded";
    private static final String HEADERS = """
            [["X-Mailgun-Spf", "Pass"], ["X-Mailgun-Dkim-Check-Result", "Pass"], ["X-Envelope-From", "<p@phish.example>"],
             ["Received", "from mail.phish.example by mxa.mailgun.org"], ["DKIM-Signature", "v=1; a=rsa-sha256; d=Phish.example; b=x"],
             ["From", "\\"Help, Desk\\" <Help@PHISH.example>"], ["Subject", "Your ticket SR-10482913"],
             ["Date", "Mon, 23 Nov 2026 11:58:00 +0000"], ["Message-Id", "<1@phish.example>"], ["To", "a@ours.example"]]
            """;

    private final Mailgun mailgun = new Mailgun();
    private final Source source = Hooks.source("mailgun", null, null, KEY);

    @Test
    void signed_mail_is_genuine_and_read() throws Exception {
        RawHook hook = hook(parsed());
        assertThat(mailgun.authenticate(hook, source, Hooks.NOW)).isEqualTo(Authenticity.GENUINE);

        Mail mail = Hooks.only(mailgun.read(hook, source), Mail.class);
        assertThat(mail.eventId()).isEqualTo("token1");
        assertThat(mail.envelopeFrom()).isEqualTo("p@phish.example");
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example", "B@ours.example");
        assertThat(mail.headerFrom()).containsExactly("Help@phish.example");
        assertThat(mail.headerFromName()).isEqualTo("Help, Desk");
        assertThat(mail.messageId()).isEqualTo("1@phish.example");
        assertThat(mail.occurredAt()).isEqualTo(Instant.parse("2026-11-23T11:58:00Z"));
        assertThat(mail.authentication().spf()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().spfDomain()).isEqualTo("phish.example");
        assertThat(mail.authentication().dkimDomains()).containsExactly("phish.example");
        assertThat(mail.quotes().ticketNumbers()).containsExactly("SR-10482913");
        assertThat(mail.quotes().links()).containsExactly("http://phish.example/login");
        assertThat(mail.quotes().phoneNumbers()).containsExactly("+12025550143");
    }

    @Test
    void each_changed_character_of_what_is_signed_is_forged() {
        Map<String, String> fields = Hooks.mailgun(KEY, Hooks.NOW, "token1", parsed());
        for (String field : new String[] {"timestamp", "token", "signature"}) {
            String value = Objects.requireNonNull(fields.get(field));
            for (int i = 0; i < value.length(); i++) {
                char changed = Character.isLetter(value.charAt(i))
                        ? Character.toUpperCase(value.charAt(i))
                        : value.charAt(i) == '1' ? '2' : '1';
                Map<String, String> tampered = Hooks.mailgun(KEY, Hooks.NOW, "token1", parsed());
                tampered.put(field, value.substring(0, i) + changed + value.substring(i + 1));
                assertThat(verdict(Hooks.post(TYPE, Hooks.form(tampered)), source))
                        .as(field + " at " + i)
                        .isEqualTo(Verdict.FORGED);
            }
        }
    }

    @Test
    void missing_signature_fields_are_forged() {
        for (String field : new String[] {"timestamp", "token", "signature"}) {
            Map<String, String> fields = Hooks.mailgun(KEY, Hooks.NOW, "token1", parsed());
            fields.remove(field);
            assertThat(verdict(Hooks.post(TYPE, Hooks.form(fields)), source)).isEqualTo(Verdict.FORGED);
        }
        assertThat(verdict(Hooks.post("application/json", Hooks.utf8("{}")), source))
                .isEqualTo(Verdict.FORGED);
    }

    @Test
    void a_signature_is_good_for_nine_hours_or_for_the_sources_window_to_the_second() {
        RawHook hook = hook(parsed());
        assertThat(verdict(hook, source, Duration.ofHours(9))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, source, Duration.ofHours(9).plusSeconds(1))).isEqualTo(Verdict.STALE);
        Source narrow = Hooks.source("mailgun", null, Duration.ofMinutes(5), KEY);
        assertThat(verdict(hook, narrow, Duration.ofMinutes(5))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, narrow, Duration.ofMinutes(-5))).isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, narrow, Duration.ofSeconds(301))).isEqualTo(Verdict.STALE);
        assertThat(verdict(hook, narrow, Duration.ofSeconds(-301))).isEqualTo(Verdict.STALE);
    }

    @Test
    void either_secret_is_good_while_one_is_rotated_and_none_is_unconfigured() {
        RawHook hook = hook(parsed());
        assertThat(verdict(hook, Hooks.source("mailgun", null, null, "new", KEY)))
                .isEqualTo(Verdict.GENUINE);
        assertThat(verdict(hook, Hooks.source("mailgun", null, null, "new"))).isEqualTo(Verdict.FORGED);
        assertThat(mailgun.authenticate(hook, Hooks.source("mailgun", null, null), Hooks.NOW))
                .isEqualTo(Authenticity.unconfigured("sources[id=main].secrets is empty"));
    }

    @Test
    void raw_mime_is_read_with_the_envelope_of_the_form() throws Exception {
        String mime = "From: x@phish.example\r\nTo: other@elsewhere.example\r\nSubject: hi\r\n\r\nbody\r\n";
        RawHook hook =
                hook(Hooks.fields("recipient", "a@ours.example", "sender", "p@phish.example", "body-mime", mime));
        Mail mail = Hooks.only(mailgun.read(hook, source), Mail.class);
        assertThat(mail.envelopeTo()).containsExactly("a@ours.example");
        assertThat(mail.envelopeFrom()).isEqualTo("p@phish.example");
        assertThat(mail.headerTo()).containsExactly("other@elsewhere.example");
        assertThat(mail.text()).isEqualTo("body\n");
        assertThat(mail.occurredAt()).isEqualTo(Hooks.NOW);
    }

    @Test
    void verdicts_that_the_sender_wrote_himself_are_not_believed() throws Exception {
        String headers = "[[\"Received\", \"by mxa.mailgun.org\"], [\"X-Mailgun-Dkim-Check-Result\", \"Pass\"],"
                + " [\"DKIM-Signature\", \"d=ours.example\"]]";
        Mail mail = Hooks.only(
                mailgun.read(hook(Hooks.fields("recipient", "a@ours.example", "message-headers", headers)), source),
                Mail.class);
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.NONE);
        assertThat(mail.authentication().dkimDomains()).isEmpty();
    }

    @Test
    void of_several_signatures_none_can_be_said_to_have_passed() throws Exception {
        String headers = "[[\"X-Mailgun-Dkim-Check-Result\", \"Pass\"], [\"Received\", \"x\"],"
                + " [\"DKIM-Signature\", \"d=ours.example\"], [\"Dkim-Signature\", \"d=phish.example\"]]";
        Mail mail = Hooks.only(
                mailgun.read(hook(Hooks.fields("recipient", "a@ours.example", "message-headers", headers)), source),
                Mail.class);
        assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.PASS);
        assertThat(mail.authentication().dkimDomains()).isEmpty();
    }

    @Test
    void only_the_recipient_is_required() throws Exception {
        for (String recipient : new String[] {"", " ", "nobody", "<>", ","}) {
            RawHook hook = hook(Hooks.fields("recipient", recipient, "body-plain", "x"));
            assertThatThrownBy(() -> mailgun.read(hook, source))
                    .isInstanceOf(MalformedHook.class)
                    .hasMessageStartingWith("recipient:");
        }
        RawHook bare = hook(Hooks.fields("recipient", "a@ours.example", "message-headers", "{\"no\": [\"list"));
        assertThat(Hooks.only(mailgun.read(bare, source), Mail.class).recipients())
                .containsExactly("a@ours.example");
    }

    @Test
    void a_header_that_is_called_like_a_field_of_mailguns_gets_no_mail_refused() throws Exception {
        String ours = new String(
                Hooks.form(Hooks.mailgun(
                        KEY, Hooks.NOW, "token1", Hooks.fields("recipient", "a@ours.example", "body-plain", "hello"))),
                StandardCharsets.UTF_8);
        String headers = "timestamp=1&token=x&signature=" + "0".repeat(64) + "&body-mime=Subject:+other";
        String many = (headers + "&").repeat(20) + "token=" + "y".repeat(10_000);
        for (String body : new String[] {headers + "&" + ours, ours + "&" + headers, many + "&" + ours}) {
            RawHook hook = Hooks.post(TYPE, Hooks.utf8(body));
            assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
            assertThat(mailgun.singleUseId(hook, source)).isEqualTo("token1");
            Mail mail = Hooks.only(mailgun.read(hook, source), Mail.class);
            assertThat(mail.eventId()).isEqualTo("token1");
            assertThat(mail.text()).isEqualTo("hello");
        }
        RawHook forged = Hooks.post(TYPE, Hooks.utf8((headers + "&").repeat(20) + "recipient=a%40ours.example"));
        assertThat(verdict(forged, source)).isEqualTo(Verdict.FORGED);
    }

    @Test
    void no_recipient_is_lost_to_a_header_of_that_name() throws Exception {
        String ours = new String(
                Hooks.form(Hooks.mailgun(KEY, Hooks.NOW, "token1", Hooks.fields("recipient", "a@ours.example"))),
                StandardCharsets.UTF_8);
        String fakes = "recipient=&recipient=%22no+%3Caddress&recipient=fake%40ours.example,A%40elsewhere.example";
        for (String body : new String[] {fakes + "&" + ours, ours + "&" + fakes}) {
            RawHook hook = Hooks.post(TYPE, Hooks.utf8(body));
            assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
            Mail mail = Hooks.only(mailgun.read(hook, source), Mail.class);
            assertThat(mail.envelopeTo())
                    .containsExactlyInAnyOrder("a@ours.example", "fake@ours.example", "A@elsewhere.example");
        }
    }

    @Test
    void a_truncated_multipart_is_authenticated_by_what_is_there_and_not_read() {
        StringBuilder body = new StringBuilder();
        Hooks.mailgun(KEY, Hooks.NOW, "token1", Hooks.fields("recipient", "a@ours.example"))
                .forEach((name, value) -> body.append("--b\r\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append("\"\r\n\r\n")
                        .append(value)
                        .append("\r\n"));
        body.append("--b\r\nContent-Disposition: form-data; name=\"body-plain\"\r\n\r\nhalf a sen");
        RawHook hook = Hooks.post("multipart/form-data; boundary=b", Hooks.utf8(body.toString()));
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
        assertThatThrownBy(() -> mailgun.read(hook, source))
                .isInstanceOf(MalformedHook.class)
                .hasMessageContaining("multipart ends");
    }

    @Test
    void event_webhooks_are_authenticated_and_ignored() throws Exception {
        Map<String, String> s = Hooks.mailgun(KEY, Hooks.NOW, "token1", Map.of());
        String json = "{\"signature\":{\"timestamp\":" + s.get("timestamp") + ",\"token\":\"token1\",\"signature\":\""
                + s.get("signature") + "\"},\"event-data\":{\"event\":\"delivered\"}}";
        RawHook hook = Hooks.post("application/json", Hooks.utf8(json));
        assertThat(verdict(hook, source)).isEqualTo(Verdict.GENUINE);
        assertThat(mailgun.read(hook, source)).isInstanceOf(Reading.Ignored.class);
    }

    @Test
    void each_outcome_has_the_reply_that_makes_mailgun_do_the_right_thing() {
        RawHook hook = hook(parsed());
        assertThat(mailgun.reply(Outcome.ACCEPTED, hook, source).status()).isEqualTo(200);
        assertThat(mailgun.reply(Outcome.IGNORED, hook, source).status()).isEqualTo(200);
        assertThat(mailgun.reply(Outcome.UNREADABLE, hook, source).status()).isEqualTo(200);
        assertThat(mailgun.reply(Outcome.FORGED, hook, source).status()).isEqualTo(401);
        assertThat(mailgun.reply(Outcome.STALE, hook, source).status()).isEqualTo(503);
        assertThat(mailgun.reply(Outcome.UNCONFIGURED, hook, source).status()).isEqualTo(503);
        assertThat(mailgun.reply(Outcome.UNAVAILABLE, hook, source).status()).isEqualTo(503);
        assertThat(mailgun.reply(Outcome.REPLAYED, hook, source).status()).isEqualTo(406);
        assertThat(mailgun.reply(Outcome.TOO_LARGE, hook, source).status()).isEqualTo(413);
    }

    private static Map<String, String> parsed() {
        return Hooks.fields(
                "recipient",
                "a@ours.example, B@OURS.example",
                "sender",
                "p@phish.example",
                "message-headers",
                HEADERS,
                "body-plain",
                "Call (202) 555-0143 or see hxxp://phish[.]example/login");
    }

    private static RawHook hook(Map<String, String> fields) {
        return Hooks.post(TYPE, Hooks.form(Hooks.mailgun(KEY, Hooks.NOW, "token1", fields)));
    }

    private Verdict verdict(RawHook hook, Source from) {
        return verdict(hook, from, Duration.ZERO);
    }

    private Verdict verdict(RawHook hook, Source from, Duration later) {
        return mailgun.authenticate(hook, from, Hooks.NOW.plus(later)).verdict();
    }
}
