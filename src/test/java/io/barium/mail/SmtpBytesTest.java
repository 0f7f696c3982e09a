package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Journalled;
import io.barium.LogLines;
import io.barium.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpBytesTest {
    private final MailServer server = new MailServer();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        server.close();
    }

    /** Sends the bytes as a peer has to: a dot before each line that begins with one, and the end after them. */
    private static byte[] stuffed(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        String dotted = (text.startsWith(".") ? "." : "") + text.replace("\r\n.", "\r\n..");
        return (dotted + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private void kept(List<byte[]> messages) {
        try (Wire wire = server.peer()) {
            say(wire, "EHLO peer.example", "250");
            for (byte[] message : messages) {
                envelope(wire, "a@b.example", "ann@ours.example");
                reply(wire.send(stuffed(message)), "250");
            }
            say(wire, "QUIT", "221");
        }
        List<Journalled> rows = server.rows();
        assertThat(rows).hasSize(messages.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).raw()).as("message %d", i).isEqualTo(messages.get(i));
        }
        assertThat(log.unforeseen()).isEmpty();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void what_was_sent_is_what_is_stored() {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        kept(List.of(
                bytes(""),
                bytes("\r\n"),
                bytes(".\r\n"),
                bytes("..\r\n...\r\n.x\r\n\r\n.\r\n..\r\n"),
                bytes("Subject: dots\r\n\r\n.\r\n.\r\n.leading\r\n..two\r\n"),
                bytes("Subject: eight bit\r\n\r\n\u00e4\u00f6\u00fc \u00ff\u0000\u0001\u007f\u0080\r\n"),
                bytes("Subject: one line\r\n\r\n" + "x".repeat(1 << 20) + "\r\n"),
                bytes("Subject: noise\r\n\r\n" + new String(noise, StandardCharsets.ISO_8859_1).replace("\r\n.\r\n", "")
                        + "\r\n")));
    }

    @Test
    void broken_mails_are_journalled() {
        List<byte[]> mails = new ArrayList<>();
        for (String mail : new String[] {
            "no header at all\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
            "Content-Type: text/plain; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
            "Subject: =?utf-8?B?/////?=\r\nFrom: \u00ff\u00fe <<@>>\r\nDate: never\r\n\r\n\u0000\r\n",
            "X: y\r\n".repeat(10_000) + "\r\nmany headers\r\n",
            "Content-Type: message/rfc822\r\n\r\n".repeat(2_000),
            "Authentication-Results: mx.ours.example; dkim=pass header.d=ours.example\r\nFrom: <boss@ours.example>\r\n\r\n",
        }) {
            mails.add(bytes(mail));
        }
        kept(mails);
    }

    @Test
    void only_crlf_dot_crlf_ends_a_message() {
        String smuggled =
                "MAIL FROM:<boss@ours.example>\r\nRCPT TO:<bob@ours.example>\r\nDATA\r\nSubject: smuggled\r\n";
        String[] ends = {
            "\n.\n",
            "\n.\r\n",
            "\r.\r",
            "\r\n.\n",
            "\r\n.\r",
            "\r.\r\n",
            "\n\n.\r\n",
            "\r\n.\u0000\r\n",
            "\r\n\u0000.\r\n",
            "\r\r\n.\r\r\n"
        };
        for (String end : ends) {
            assertThat(server.mail("Subject: outer\r\n\r\ntext" + end + smuggled))
                    .startsWith("250");
        }
        assertThat(server.rows())
                .hasSize(ends.length)
                .allSatisfy(r -> assertThat(r.raw())
                        .asString(StandardCharsets.ISO_8859_1)
                        .startsWith("Subject: outer")
                        .contains("Subject: smuggled"));
    }

    @Test
    void a_command_that_lacks_its_crlf_is_not_two_commands() {
        for (String line : new String[] {"NOOP\nMAIL FROM:<a@b.example>\r\n", "NOOP\rMAIL FROM:<a@b.example>\r\n"}) {
            try (Wire wire = server.peer()) {
                assertThat(reply(wire.send(line))).startsWith("5");
                assertThat(wire.closed()).isTrue();
            }
        }
        for (String injected : new String[] {
            "MAIL FROM:<a@b.example\nRCPT TO:<bob@ours.example>>\r\n",
            "MAIL FROM:<a@b.example\rX: y>\r\n",
            "MAIL FROM:<a\u0000b@b.example>\r\n"
        }) {
            try (Wire wire = server.peer()) {
                assertThat(reply(wire.send(injected))).startsWith("5");
            }
        }
        assertThat(server.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void odd_commands_are_answered_and_nothing_unforeseen_happens() {
        String[] lines = {
            "",
            "X",
            "\u0000\u0000\u0000\u0000",
            "\u00ff\u00fe\u00fd\u00fc",
            "MAIL",
            "MAIL FROM",
            "MAIL FROM:",
            "MAIL FROM:<",
            "MAIL FROM:<<<>",
            "RCPT TO:<x@ours.example>",
            "RCPT",
            "DATA",
            "EHLO",
            "HELO",
            "RSET now",
            "STARTTLS",
            "STARTTLS x",
            "BDAT 10 LAST",
            "BDAT -1",
            "VRFY",
            "MAIL FROM:<a@b> SIZE=",
            "MAIL FROM:<a@b> SIZE=-1 AUTH=<>",
            "EHLO " + "x".repeat(900),
            "x".repeat(5_000),
            "MAIL FROM:<" + "x".repeat(2_000) + "@b.example>",
        };
        server.clock.advance(java.time.Duration.ofMinutes(2));
        for (String line : lines) {
            try (Wire wire = server.peer()) {
                assertThat(say(wire, line))
                        .as(line)
                        .matches("(?s)[2-5]\\d\\d[ -].*")
                        .doesNotContain("Exception");
            }
        }
        assertThat(server.rows()).isEmpty();
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void no_spelling_of_a_path_throws() {
        Random random = new Random(11);
        String alphabet = "<>:@\\\" a,;()[]=.%\u00e9\t";
        try (Wire wire = server.peer()) {
            for (int i = 0; i < 3_000; i++) {
                StringBuilder line = new StringBuilder(random.nextBoolean() ? "MAIL FROM:" : "RCPT TO:");
                for (int n = random.nextInt(12); n > 0; n--) {
                    line.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                byte[] utf8 = (line + (random.nextBoolean() ? "@ours.example>" : " SIZE=1") + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
                assertThat(reply(wire.send(utf8))).as(line.toString()).matches("[25]\\d\\d .*");
                say(wire, i % 3 == 0 ? "RSET" : "NOOP", "250");
            }
        }
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void bdat_is_not_announced_and_its_chunk_smuggles_nothing() {
        try (Wire wire = server.peer()) {
            assertThat(say(wire, "EHLO peer.example")).doesNotContain("CHUNKING");
            say(wire, "BDAT 10 LAST", "502");
        }
    }

    @Test
    void a_peer_that_breaks_off_leaves_nothing_and_nothing_unforeseen() {
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example").send("Subject: half\r\n\r\nhal");
        }
        await().untilAsserted(() ->
                assertThat(log.lines()).anyMatch(l -> l.contains("smtp message broken off peer=127.0.0.1")));
        try (Wire wire = server.peer()) {
            wire.send("MAIL FR");
        }
        try (Wire wire = server.peer()) {
            wire.send(new byte[] {(byte) 0xe4});
        }
        assertThat(server.mail("Message-ID: <1@x>\r\n\r\nwhole")).startsWith("250");
        assertThat(server.rows()).hasSize(1);
        assertThat(log.unforeseen()).isEmpty();
    }
}
