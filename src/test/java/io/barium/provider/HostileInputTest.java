package io.barium.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.barium.config.Settings.Source;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, reading ends in contacts or in a MalformedHook, and authentication in a verdict. */
class HostileInputTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MUTANTS = 800;

    @Test
    void mutants_of_valid_requests_are_read_or_malformed() {
        Random random = new Random(4711);
        List<RawHook> seeds = List.of(mailgunForm(), mailgunMultipart(), twilio(), genericMail(), genericEvent());
        List<Provider> providers = List.of(new Mailgun(), new Mailgun(), new Twilio(), new Generic(), new Generic());
        int read = 0;
        for (int i = 0; i < MUTANTS * seeds.size(); i++) {
            RawHook seed = seeds.get(i % seeds.size());
            Provider provider = providers.get(i % seeds.size());
            RawHook mutant = new RawHook(
                    seed.method(), seed.target(), seed.headers(), mutate(seed.body(), random), seed.receivedAt());
            Source source = Hooks.source(provider.id(), "https://barium.example", null, "secret");
            read += survives(provider, mutant, source) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(MUTANTS);
    }

    @Test
    void a_field_of_twenty_megabytes_is_cut_and_the_rest_is_read() throws Exception {
        String huge = "a b ".repeat(5 << 20);
        Map<String, String> fields = Hooks.fields("recipient", "a@ours.example", "body-plain", huge);
        Mail mail = mail(new Mailgun(), Hooks.post(FORM, Hooks.form(Hooks.mailgun("k", Hooks.NOW, "t", fields))));
        assertThat(mail.text()).hasSize(100_000);
        assertThat(mail.truncated()).isTrue();

        String json = "{\"type\":\"mail\",\"to\":\"a@ours.example\",\"text\":\"" + huge + "\"}";
        assertThat(mail(new Generic(), Hooks.post("application/json", Hooks.utf8(json)))
                        .truncated())
                .isTrue();
    }

    @Test
    void ten_thousand_headers_are_no_obstacle() throws Exception {
        StringBuilder mime = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            mime.append("X-Filler-").append(i).append(": value\r\n");
        }
        mime.append("Subject: the last\r\nFrom: x@phish.example\r\n\r\nbody");
        assertThat(mail(new Generic(), raw(mime.toString())).subject()).isEqualTo("the last");

        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < 10_000; i++) {
            fields.put("X-Filler-" + i, "value");
        }
        fields.put("recipient", "a@ours.example");
        RawHook form = Hooks.post(FORM, Hooks.form(Hooks.mailgun("k", Hooks.NOW, "t", fields)));
        assertThat(mail(new Mailgun(), form).recipients()).containsExactly("a@ours.example");
    }

    @Test
    void ten_thousand_levels_of_nesting_leave_the_outer_headers() throws Exception {
        StringBuilder mime = new StringBuilder("Subject: outside\r\nFrom: x@phish.example\r\n");
        for (int i = 0; i < 10_000; i++) {
            mime.append("Content-Type: multipart/mixed; boundary=\"b")
                    .append(i)
                    .append("\"\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        Mail mail = mail(new Generic(), raw(mime.toString()));
        assertThat(mail.subject()).isEqualTo("outside");
        assertThat(mail.recipients()).containsExactly("a@ours.example");

        StringBuilder messages = new StringBuilder("Subject: outside\r\n");
        messages.append("Content-Type: message/rfc822\r\n\r\n".repeat(10_000));
        assertThat(mail(new Generic(), raw(messages.toString())).subject()).isEqualTo("outside");
    }

    @Test
    void deeply_nested_html_and_json_are_no_obstacle() throws Exception {
        String html = "Content-Type: text/html\r\n\r\n" + "<div>".repeat(40_000) + "deep <a href='http://x.example/y'>";
        assertThat(mail(new Generic(), raw(html)).quotes().links()).contains("http://x.example/y");
        Map<String, String> fields =
                Hooks.fields("recipient", "a@ours.example", "message-headers", "[".repeat(100_000));
        RawHook form = Hooks.post(FORM, Hooks.form(Hooks.mailgun("k", Hooks.NOW, "t", fields)));
        assertThat(mail(new Mailgun(), form).recipients()).containsExactly("a@ours.example");
    }

    @Test
    void nul_bytes_and_half_characters_do_not_reach_the_contact() throws Exception {
        Map<String, String> fields = Hooks.fields(
                "recipient", "a@ours.example", "subject", "a\0b\u001bc", "body-plain", "x\0y\ud800z", "token", "t\0");
        Mail mail = mail(new Mailgun(), Hooks.post(FORM, Hooks.form(Hooks.mailgun("k", Hooks.NOW, "t\0", fields))));
        assertThat(mail.subject()).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(mail.text()).doesNotContain("\0").startsWith("x\uFFFDy");
        assertThat(mail.eventId()).startsWith("sha256:");

        String json =
                "{\"type\":\"sms\",\"to\":\"+1\\u0000\",\"from\":\"\\ud800\",\"text\":\"a\\u0000\\udc00b\",\"id\":\"\\u0000\"}";
        Contact sms = Hooks.only(
                new Generic().read(Hooks.post("application/json", Hooks.utf8(json)), source("generic")), Contact.class);
        assertThat(sms.toString()).doesNotContain("\0", "\ud800", "\udc00");
        assertThat(sms.text()).isEqualTo("a\uFFFD\uFFFDb");
    }

    @Test
    void invalid_utf8_and_wrong_charsets_are_read_as_well_as_can_be() throws Exception {
        byte[] latin = "Subject: caf\u00e9\r\n\r\ncaf\u00e9".getBytes(StandardCharsets.ISO_8859_1);
        Mail unnamed = mail(new Generic(), raw(latin));
        assertThat(unnamed.subject()).isEqualTo("caf\u00e9");
        assertThat(unnamed.text()).isEqualTo("caf\u00e9");
        for (String charset : new String[] {"utf-8", "x-unknown", "\"\"", "no/such charset", "us-ascii", "utf-16"}) {
            byte[] head = Hooks.utf8("Content-Type: text/plain; charset=" + charset + "\r\n\r\n");
            byte[] body = {'c', 'a', 'f', (byte) 0xe9, '!'};
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            assertThat(mail(new Generic(), raw(all)).text()).as(charset).isNotEmpty();
        }
        byte[] event = "{\"type\":\"sms\",\"to\":\"+12025550143\",\"text\":\"caf\u00e9\"}"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Hooks.only(
                                new Generic().read(Hooks.post("application/json", event), source("generic")),
                                Contact.class)
                        .text())
                .isEqualTo("caf\uFFFD");
    }

    @Test
    void broken_mime_is_read_as_far_as_it_goes() throws Exception {
        String[] broken = {
            "",
            "\r\n",
            "no header at all",
            "Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhi",
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nnever closed",
            "Content-Transfer-Encoding: base64\r\n\r\n!!!not base64",
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n=",
            "Content-Type: ;;;===\"\r\nSubject: =?utf-8?b?!!!?= =?x-no?q?a?=\r\nFrom: <<>>,\"\r\nDate: yesterday\r\n\r\nx",
            ": no name\r\n folded at once\r\nSubject x\r\n\r\n",
        };
        for (String mime : broken) {
            assertThat(mail(new Generic(), raw(mime)).recipients()).as(mime).containsExactly("a@ours.example");
        }
        assertThat(mail(new Generic(), raw(broken[4])).text()).isEqualTo("never closed");
    }

    private static boolean survives(Provider provider, RawHook hook, Source source) {
        boolean[] read = new boolean[1];
        assertThatCode(() -> {
                    provider.authenticate(hook, source, Hooks.NOW);
                    provider.channelOf(hook);
                    provider.reply(Outcome.ACCEPTED, hook, source);
                    try {
                        provider.read(hook, source);
                        read[0] = true;
                    } catch (MalformedHook expected) {
                        assertThat(expected.getMessage()).isNotBlank();
                    }
                })
                .as("%s %s", provider.id(), new String(hook.body(), StandardCharsets.ISO_8859_1))
                .doesNotThrowAnyException();
        return read[0];
    }

    /** Flips, drops, repeats or inserts a few bytes. */
    private static byte[] mutate(byte[] body, Random random) {
        byte[] out = body.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && out.length > 1; n--) {
            int at = random.nextInt(out.length);
            int length = Math.min(out.length - at, 1 + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] = (byte) "\0\r\n\"\\<>(),;:=%&-[{".charAt(random.nextInt(18));
                case 2 -> {
                    System.arraycopy(out, at + length, out, at, out.length - at - length);
                    out = Arrays.copyOf(out, out.length - length);
                }
                default -> {
                    byte[] longer = Arrays.copyOf(out, out.length + length);
                    System.arraycopy(out, at, longer, at + length, out.length - at);
                    out = longer;
                }
            }
        }
        return out;
    }

    private static RawHook mailgunForm() {
        return Hooks.post(
                FORM,
                Hooks.form(Hooks.mailgun(
                        "secret",
                        Hooks.NOW,
                        "token",
                        Hooks.fields(
                                "recipient",
                                "a@ours.example",
                                "sender",
                                "x@phish.example",
                                "message-headers",
                                "[[\"From\",\"X <x@phish.example>\"],[\"Date\",\"Mon, 23 Nov 2026 11:58:00 +0000\"]]",
                                "body-plain",
                                "call (202) 555-0143 about SR-104829 at hxxp://phish[.]example",
                                "body-html",
                                "<p>hi <a href='tel:+12025550143'>there</a>"))));
    }

    private static RawHook mailgunMultipart() {
        StringBuilder body = new StringBuilder();
        Hooks.mailgun("secret", Hooks.NOW, "token", Hooks.fields("recipient", "a@ours.example", "body-mime", MIME))
                .forEach((name, value) -> body.append(
                        "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"));
        return Hooks.post("multipart/form-data; boundary=b", Hooks.utf8(body + "--b--\r\n"));
    }

    private static final String MIME = """
            Authentication-Results: mx.ours.example; spf=pass (a "b") smtp.mailfrom=phish.example; dkim=pass header.d=phish.example
            From: "Help, Desk" <help@phish.example>
            To: group: a@ours.example, b@ours.example;
            Subject: =?utf-8?q?caf=C3=A9?=
            Content-Type: multipart/mixed; boundary="in"

            --in
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            caf=C3=A9 +1 202 555 0143
            --in
            Content-Type: application/pdf; name*=utf-8''a%20b.pdf
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --in--
            """;

    private static RawHook twilio() {
        return Hooks.post(
                FORM,
                Hooks.form(Hooks.fields(
                        "CallSid",
                        "CA1",
                        "CallStatus",
                        "completed",
                        "From",
                        "+14158675309",
                        "To",
                        "+12025550143",
                        "CallDuration",
                        "12",
                        "Timestamp",
                        "Sat, 13 Sep 2025 15:20:00 +0000",
                        "StirVerstat",
                        "TN-Validation-Passed-A",
                        "TranscriptionText",
                        "ticket no. 4711 234")),
                "X-Twilio-Signature",
                "AAAA");
    }

    private static RawHook genericMail() {
        return raw(MIME.replace("\n", "\r\n"));
    }

    private static RawHook genericEvent() {
        return Hooks.post(
                "application/json",
                Hooks.utf8("{\"type\":\"call\",\"id\":\"e1\",\"from\":\"+14158675309\",\"to\":\"+12025550143\","
                        + "\"at\":\"2026-11-23T10:00:00Z\",\"text\":\"SR-104829\",\"attestation\":\"A\"}"));
    }

    private static RawHook raw(String mime) {
        return raw(Hooks.utf8(mime));
    }

    private static RawHook raw(byte[] mime) {
        return Hooks.post("message/rfc822", mime, "X-Envelope-To", "a@ours.example");
    }

    private static Source source(String provider) {
        return Hooks.source(provider, null, null, "secret");
    }

    private static Mail mail(Provider provider, RawHook hook) throws MalformedHook {
        return Hooks.only(provider.read(hook, source(provider.id())), Mail.class);
    }
}
