package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Wire;
import io.barium.intake.InFlight;
import io.barium.model.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpRoomTest {
    private static final String LARGE = "Message-ID: <1@x>\r\n\r\n" + ("x".repeat(98) + "\r\n").repeat(5_000);

    private final InFlight inFlight = new InFlight(1_000_000);
    private final MailServer server = new MailServer(journal -> journal, inFlight, Duration.ofSeconds(3), null, null);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void past_the_budget_of_all_ways_in_a_message_is_452_and_later_250() {
        InFlight.Share hook = inFlight.open();
        try (Wire wire = server.peer()) {
            hook.grow(900_000);
            envelope(wire, "a@b.example", "one@ours.example");
            assertThat(reply(wire.send(LARGE + ".\r\n"))).startsWith("452 4.3.1");
            assertThat(inFlight.held()).isEqualTo(900_000);
            envelope(wire, "a@b.example", "two@ours.example");
            reply(wire.send("Message-ID: <2@x>\r\n\r\nsmall enough\r\n.\r\n"), "250");
            hook.grow(100_000);
            assertThat(say(wire, "MAIL FROM:<a@b.example>")).startsWith("452 4.3.1");
            hook.close();
            envelope(wire, "a@b.example", "three@ours.example");
            reply(wire.send(LARGE + ".\r\n"), "250");
        }
        assertThat(inFlight.held()).isZero();
        assertThat(server.rows().stream().map(r -> r.contact(Mail.class).envelopeTo()))
                .containsExactly(List.of("two@ours.example"), List.of("three@ours.example"));
    }

    @Test
    void a_peer_that_trickles_is_cut_off_and_gives_back_what_it_held() {
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example").send("Subject: slow\r\n\r\n");
            await().until(() -> inFlight.held() > 0);
            await().until(() -> !wire.offer(new byte[] {'x'}));
        }
        await().until(() -> inFlight.held() == 0);
        assertThat(server.rows()).isEmpty();
    }

    @Test
    void a_peer_that_talks_without_end_and_sends_no_mail_is_cut_off() {
        try (Wire wire = server.peer()) {
            await().until(() -> {
                wire.offer(new byte[] {'N'});
                return !wire.silentFor(100);
            });
            assertThat(wire.closed()).isTrue();
        }
        try (Wire wire = server.peer()) {
            byte[] commands = "NOOP\r\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            // Replies that are not read fill both sides up, and from then on the server waits in writing.
            await().until(() -> !wire.offer(commands));
        }
    }

    @Test
    void a_peer_that_breaks_off_gives_back_what_it_held() {
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example").send(LARGE);
            await().until(() -> inFlight.held() > 0);
        }
        await().until(() -> inFlight.held() == 0);
    }

    /** A hundred messages on one connection, with everything between them that ends a transaction, sent in one go. */
    @Test
    void recipients_never_leak_between_the_messages_of_a_pipelining_connection() {
        StringBuilder script = new StringBuilder("EHLO peer.example\r\n");
        List<String> replies = new ArrayList<>(List.of("250"));
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            switch (i % 5) {
                case 0 -> step(script, replies, "RCPT TO:<orphan" + i + "@ours.example>", "503");
                case 1 -> {
                    step(script, replies, "MAIL FROM:<a@b.example>", "250");
                    step(script, replies, "RCPT TO:<reset" + i + "@ours.example>", "250");
                    step(script, replies, "RSET", "250");
                }
                case 2 -> {
                    step(script, replies, "MAIL FROM:<a@b.example>", "250");
                    step(script, replies, "RCPT TO:<hello" + i + "@ours.example>", "250");
                    step(script, replies, "EHLO again.example", "250");
                }
                case 3 -> {
                    step(script, replies, "MAIL FROM:<a@b.example>", "250");
                    step(script, replies, "RCPT TO:<else" + i + "@evil.example>", "550");
                    step(script, replies, "DATA", "503");
                    step(script, replies, "RSET", "250");
                }
                default -> {
                    step(script, replies, "MAIL FROM:<a@b.example>", "250");
                    step(script, replies, "RCPT TO:<huge" + i + "@ours.example>", "250");
                    step(script, replies, "DATA", "354");
                    String tooLarge = ("y".repeat(998) + "\r\n").repeat(i == 4 ? 2_200 : 0);
                    step(
                            script,
                            replies,
                            "Message-ID: <huge" + i + "@x>\r\n\r\n" + tooLarge + ".",
                            i == 4 ? "552" : "250");
                    if (i != 4) {
                        expected.add(List.of("huge" + i + "@ours.example"));
                    }
                }
            }
            List<String> to = new ArrayList<>();
            step(script, replies, "MAIL FROM:<s" + i + "@b.example>", "250");
            for (int r = 0; r <= i % 3; r++) {
                to.add("m" + i + "r" + r + "@ours.example");
                step(script, replies, "RCPT TO:<" + to.get(r) + ">", "250");
            }
            step(script, replies, "RCPT TO:<stranger@evil.example>", "550");
            step(script, replies, "DATA", "354");
            step(script, replies, "Message-ID: <m" + i + "@x>\r\n\r\nbody\r\n.", "250");
            expected.add(to);
        }
        try (Wire wire = server.peer()) {
            Thread sender = new Thread(() -> wire.offer(script.toString().getBytes(StandardCharsets.ISO_8859_1)));
            sender.start();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(reply(wire)).as("reply %d", i).startsWith(replies.get(i));
            }
        }
        assertThat(server.rows().stream().map(r -> r.contact(Mail.class).envelopeTo()))
                .usingElementComparator((a, b) -> new java.util.TreeSet<>(a).equals(new java.util.TreeSet<>(b)) ? 0 : 1)
                .containsExactlyElementsOf(expected);
        assertThat(inFlight.held()).isZero();
    }

    private static void step(StringBuilder script, List<String> replies, String line, String reply) {
        script.append(line).append("\r\n");
        replies.add(reply);
    }
}
