package io.barium.hook;

import static io.barium.hook.HookServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Journalled;
import io.barium.LogLines;
import io.barium.hook.HookServer.Answer;
import io.barium.model.Mail;
import io.barium.model.Sms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Genuine requests of every kind of badness: each is answered 200 and stands in the journal, its bytes unchanged. */
class HookHostileTest {
    private static final String[] STAMP = {"timestamp", "token", "signature"};
    private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=b0und";

    private final LogLines log = new LogLines();
    private HookServer hooks;

    @BeforeEach
    void open() {
        hooks = new HookServer(32 << 20, journal -> journal);
    }

    @AfterEach
    void close() {
        log.close();
        hooks.close();
    }

    /** Everything that was sent came back from the journal, in order, and nothing was thrown on the way. */
    private void kept(List<byte[]> sent) {
        List<Journalled> rows = hooks.rows();
        assertThat(rows).hasSize(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(rows.get(i).raw()).as("bytes of %d", i).isEqualTo(sent.get(i));
        }
        assertThat(log.unforeseen()).isEmpty();
    }

    private static void accepted(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    }

    private static byte[] part(String name, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(utf8("--b0und\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"));
        out.writeBytes(value);
        out.writeBytes(utf8("\r\n"));
        return out.toByteArray();
    }

    private static byte[] multipart(String token, String end, String name, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] stamp = {Signed.seconds(HookServer.NOW), token, Signed.mailgunSignature(HookServer.NOW, token)};
        for (int i = 0; i < STAMP.length; i++) {
            out.writeBytes(part(STAMP[i], utf8(stamp[i])));
        }
        out.writeBytes(part("recipient", utf8("ann@ours.example")));
        out.writeBytes(part(name, value));
        out.writeBytes(utf8(end));
        return out.toByteArray();
    }

    private static byte[] mail(String... lines) {
        return ("Delivered-To: ann@ours.example\r\n" + String.join("\r\n", lines) + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_truncated_multipart_is_kept_as_unreadable() {
        byte[] whole = multipart("t1", "--b0und--\r\n", "body-mime", mail("Subject: x", "", "hello"));
        byte[] cut = multipart("t2", "--b0u", "body-mime", mail("Subject: x", "", "hello"));
        accepted(hooks.request("POST /hooks/mg", whole, MULTIPART));
        accepted(hooks.request("POST /hooks/mg", cut, MULTIPART));
        kept(List.of(whole, cut));
        assertThat(hooks.rows().get(0).contact(Mail.class).subject()).isEqualTo("x");
        assertThat(hooks.rows().get(1).unreadable()).isNotNull();
        assertThat(log.lines()).anyMatch(l -> l.startsWith("ERROR") && l.contains("source=mg outcome=UNREADABLE"));
        accepted(hooks.request("POST /hooks/mg", cut, MULTIPART));
        assertThat(hooks.rows()).hasSize(2);
    }

    @Test
    void a_recipient_that_is_told_again_is_one_more() {
        byte[] other = multipart("t1", "--b0und--\r\n", "recipient", utf8("bob@ours.example, ann@ours.example"));
        byte[] none = multipart("t2", "--b0und--\r\n", "recipient", utf8("\"no <address"));
        accepted(hooks.request("POST /hooks/mg", other, MULTIPART));
        accepted(hooks.request("POST /hooks/mg", none, MULTIPART));
        accepted(hooks.request("POST /hooks/mg", other, MULTIPART));
        kept(List.of(other, none));
        assertThat(hooks.rows().stream().map(r -> r.contact(Mail.class).envelopeTo()))
                .containsExactly(List.of("ann@ours.example", "bob@ours.example"), List.of("ann@ours.example"));
    }

    @Test
    void a_form_field_of_20_megabytes_is_read() {
        byte[] text = new byte[20 << 20];
        new Random(1).nextBytes(text);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) ('a' + (text[i] & 15));
        }
        byte[] body = multipart("t1", "--b0und--\r\n", "body-plain", text);
        accepted(hooks.request("POST /hooks/mg", body, MULTIPART));
        byte[] form = Signed.mailgunMail("t2", new String(text, StandardCharsets.US_ASCII));
        accepted(hooks.mailgun(form));
        kept(List.of(body, form));
        assertThat(hooks.rows())
                .allSatisfy(r -> assertThat(r.contact(Mail.class).text()).hasSizeGreaterThan(1000));
    }

    @Test
    void broken_mails_of_every_kind_are_kept() {
        String many = IntStream.range(0, 10_000)
                .mapToObj(i -> "X-Header-" + i + ": value " + i)
                .reduce((a, b) -> a + "\r\n" + b)
                .orElseThrow();
        StringBuilder nested = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (int i = 0; i < 2_000; i++) {
            nested.append("--b")
                    .append(i)
                    .append("\r\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\r\n\r\n");
        }
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            messages.append("Content-Type: message/rfc822\r\n\r\n");
        }
        List<byte[]> sent = List.of(
                mail("Subject: charset", "Content-Type: text/plain; charset=no-such-charset", "", "h\u00e9llo"),
                mail("Subject: charset", "Content-Type: text/plain; charset=\"utf-16\u0000\"", "", "h\u00e9llo"),
                mail("Subject: =?utf-8?B?////?= =?x?Q?=ZZ?= =?utf-8?Q?", "", "x"),
                mail(
                        "Subject: no end of a part",
                        "Content-Type: multipart/mixed; boundary=b",
                        "",
                        "--b",
                        "Content-Type: text/plain"),
                mail("Subject: no boundary", "Content-Type: multipart/mixed", "", "--b", "", "hello"),
                mail("Subject: base64", "Content-Transfer-Encoding: base64", "", "!!!!=\u0000=="),
                mail("Subject: qp", "Content-Transfer-Encoding: quoted-printable", "", "=ZZ=\u00ff=", "="),
                mail(
                        "no colon",
                        " folded into nothing",
                        ": no name",
                        "\u0000: nul",
                        "Subject: x\u0000y",
                        "",
                        "nul \u0000 \u0001"),
                mail(
                        "Subject: \u00ff\u00fe\u00c0\u0080",
                        "From: \u00ed\u00a0\u0080 <a@b>",
                        "",
                        "\u00ff\u00fe invalid \u00c0\u0080"),
                mail("Date: yesterday or so", "From: <<<>>>@@", "To: ;;,,::", "Message-ID: <", "", ""),
                mail(many, "", "many headers"),
                mail("Subject: " + "long ".repeat(100_000), "", "x"),
                mail(nested.toString()),
                mail(messages.toString()),
                mail("\r\n\r\n"),
                mail("Content-Type: multipart/mixed; boundary=" + "b".repeat(100_000), "", "--" + "b".repeat(100_000)));
        for (byte[] mail : sent) {
            accepted(hooks.bearer("message/rfc822", mail));
        }
        kept(sent);
        assertThat(hooks.rows())
                .allSatisfy(r -> assertThat(r.contact(Mail.class).envelopeTo()).contains("ann@ours.example"));
    }

    @Test
    void events_with_absent_and_wrong_typed_fields_are_kept() {
        String ok = "\"type\":\"sms\",\"to\":\"+14155550199\"";
        List<byte[]> sent = new ArrayList<>();
        for (String json : new String[] {
            "{}",
            "[]",
            "null",
            "17",
            "\"text\"",
            "{",
            "",
            "{\"type\":7,\"to\":{}}",
            "{\"type\":\"sms\"}",
            "{\"type\":\"sms\",\"to\":[1,2]}",
            "{\"type\":\"mail\",\"to\":[null,7,{}]}",
            "{\"type\":\"fax\",\"to\":\"x\"}",
            "\u0000\u0000",
            "[".repeat(100_000),
            "{\"a\":".repeat(5_000),
            "{" + ok + ",\"id\":\"lone\",\"text\":\"\\ud800 \\u0000 \\udc00\",\"from\":\"\\ud800\"}",
            "{" + ok + ",\"id\":\"\\ud800\\u0000\"}",
            "{" + ok + ",\"id\":\"" + "i".repeat(5_000) + "\",\"at\":\"not a time\",\"text\":[1]}",
            "{" + ok + ",\"id\":\"t\",\"at\":\"+999999999-12-31T23:59:59Z\"}",
            "{" + ok + ",\"id\":\"t2\",\"at\":\"-999999999-01-01T00:00:00Z\"}",
            "{" + ok + ",\"id\":\"t3\",\"at\":\"1500-02-29T00:00:00Z\"}",
            "{" + ok + ",\"id\":\"t4\",\"at\":\"0000-01-01T00:00:00Z\"}",
            "{" + ok + ",\"id\":\"t5\",\"at\":\"9999-12-31T23:59:59.999999999Z\"}",
            "{" + ok + ",\"id\":\"t6\",\"at\":\"2026-06-30T23:59:60Z\"}",
            "{" + ok + ",\"id\":7,\"from\":7,\"text\":true}",
            "{" + ok + ",\"id\":\"n\",\"text\":" + "9".repeat(100_000) + "}",
            "{\"type\":\"call\",\"id\":\"c\",\"to\":\"(415) 555-0199\",\"from\":\"anonymous\",\"attestation\":\"Z\"}",
        }) {
            sent.add(utf8(json));
        }
        sent.add(("{" + ok + ",\"id\":\"latin\",\"text\":\"\u00ff\u00fe\u00c0\u0080\"}")
                .getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] json : sent) {
            accepted(hooks.bearer("application/json", json));
        }
        kept(sent);
        assertThat(hooks.rows()).filteredOn(r -> r.contact() != null).hasSizeGreaterThanOrEqualTo(8);
        assertThat(hooks.rows().get(15).contact(Sms.class).text()).doesNotContain("\u0000");
    }

    @Test
    void forms_with_every_kind_of_rubbish_are_kept() {
        List<byte[]> sent = new ArrayList<>();
        String[] rubbish = {
            "",
            "&&&===",
            "%",
            "%zz=%0",
            "%00=%00&recipient=%00",
            "recipient=%ff%fe%c0%80",
            "recipient=ann%40ours.example&body-plain=%ff%00",
            "recipient=ann%40ours.example&message-headers=" + "%5B".repeat(10_000),
            "recipient=ann%40ours.example&message-headers=%7B%22a%22%3A7%7D&attachment-count=-1&content-id-map=x",
            "recipient=ann%40ours.example&timestamp=2&token=other&from=" + "%3C".repeat(5_000),
            "recipient=ann%40ours.example&" + "a=b&".repeat(60_000),
        };
        for (int i = 0; i < rubbish.length; i++) {
            sent.add(utf8(Signed.mailgunStamp(HookServer.NOW, "rubbish" + i) + "&" + rubbish[i]));
        }
        for (byte[] form : sent) {
            accepted(hooks.mailgun(form));
        }
        kept(sent);
    }

    @Test
    void reports_of_calls_with_absent_and_odd_fields_are_kept() {
        List<Map<String, String>> reports = List.of(
                Map.of(),
                Map.of("CallSid", "CA1"),
                Map.of("CallSid", "", "MessageSid", ""),
                Map.of("CallSid", "CA2", "To", "\u0000\ud83d\ude00", "From", "client:o'neil@x"),
                Map.of("CallSid", "CA3", "To", "+1 (415) 555-0199", "From", "+266696687", "StirVerstat", "TN-\u0000-A"),
                Map.of(
                        "CallSid",
                        "CA4",
                        "To",
                        "sip:a@b",
                        "CallStatus",
                        "\u4e2d",
                        "Timestamp",
                        "never",
                        "CallDuration",
                        "-1"),
                Map.of(
                        "MessageSid",
                        "SM1",
                        "To",
                        "whatsapp:+14155550199",
                        "NumMedia",
                        "1e9",
                        "Body",
                        "\u0000".repeat(2_000)),
                Map.of(
                        "CallSid",
                        "CA5",
                        "To",
                        "+14155550199",
                        "TranscriptionSid",
                        "TR1",
                        "TranscriptionText",
                        "x".repeat(200_000)));
        List<byte[]> sent = reports.stream().map(Signed::body).toList();
        for (int i = 0; i < sent.size(); i++) {
            accepted(hooks.request(
                    "POST /hooks/tw",
                    sent.get(i),
                    "Content-Type: application/x-www-form-urlencoded",
                    Signed.twilio("https://hooks.example/hooks/tw", reports.get(i))));
        }
        kept(sent);
    }
}
