package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Journalled;
import io.barium.LogLines;
import io.barium.Wire;
import io.barium.intake.Receipt;
import io.barium.model.Mail;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpTransactionTest {
    private static final String MESSAGE = "Message-ID: <1@evil.example>\r\nSubject: hello\r\n\r\nbody";
    private static final String TOO_LARGE = "Subject: big\r\n\r\n" + ("x".repeat(998) + "\r\n").repeat(2_200);

    private final MailServer server = new MailServer();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        log.close();
        server.close();
    }

    @Test
    void every_local_part_of_our_domains_is_taken() {
        String[] ours = {
            "ann@ours.example", "ANN@OURS.Example", "ann+tag@ours.example", "\"john doe\"@ours.example",
            "\"a@b\"@also.example", "user%other@ours.example", "@relay.example:ann@also.example",
                    "'`$&*!#/=?^{|}~@ours.example",
        };
        String[] others = {
            "ann@evil.example",
            "ann@sub.ours.example",
            "ann@ours.example.evil.example",
            "ann@oursxexample",
            "ours.example",
            "ann",
            "ann@",
            "@ours.example",
            "ann@[127.0.0.1]",
            "",
            "ann@ours.example@evil.example",
            "a\u0001b@ours.example",
            "postmaster"
        };
        try (Wire wire = server.peer()) {
            for (String address : ours) {
                say(wire, "MAIL FROM:<a@b.example>", "250");
                assertThat(say(wire, "RCPT TO:<" + address + ">")).as(address).startsWith("250");
                say(wire, "RSET", "250");
            }
            say(wire, "MAIL FROM:<a@b.example>", "250");
            for (String address : others) {
                assertThat(say(wire, "RCPT TO:<" + address + ">")).as(address).startsWith("550");
            }
            assertThat(say(wire, "DATA")).startsWith("503");
        }
    }

    @Test
    void the_contact_says_what_the_envelope_said() {
        try (Wire wire = server.peer()) {
            say(wire, "EHLO peer.example", "250");
            envelope(wire, "", "Ann@OURS.example", "bob@also.example", "Ann@ours.example");
            reply(wire.send(MESSAGE + "\r\n.\r\n"), "250");
        }
        Mail mail = server.mail();
        assertThat(mail.envelopeFrom()).isNull();
        assertThat(mail.envelopeTo()).containsExactlyInAnyOrder("Ann@ours.example", "bob@also.example");
        assertThat(mail.subject()).isEqualTo("hello");
        Journalled row = server.rows().get(0);
        assertThat(row.transport().getString("helo")).isEqualTo("peer.example");
        assertThat(row.transport().getBoolean("tls")).isFalse();
        assertThat(row.raw()).asString().isEqualTo(MESSAGE + "\r\n");
    }

    @Test
    void letters_that_turn_the_reading_direction_are_disarmed_in_the_contact() {
        try (Wire wire = server.peer()) {
            say(wire, "MAIL FROM:<\u00e2\u0080\u00aeevil@b.example> SMTPUTF8", "250");
            say(wire, "RCPT TO:<\u00e2\u0080\u00aea\u00c3\u00a4@ours.example>", "250");
            say(wire, "DATA", "354");
            reply(wire.send("\r\n.\r\n"), "250");
        }
        assertThat(server.mail().envelopeFrom()).isEqualTo("\ufffdevil@b.example");
        assertThat(server.mail().envelopeTo()).containsExactly("\ufffda\u00e4@ours.example");
    }

    @Test
    void a_message_over_the_announced_size_is_552_and_no_byte_of_it_is_taken_for_a_command() {
        String hidden =
                "RSET\r\nMAIL FROM:<x@evil.example>\r\nRCPT TO:<bob@ours.example>\r\nDATA\r\nSubject: smuggled\r\n";
        try (Wire wire = server.peer()) {
            assertThat(say(wire, "EHLO peer.example")).contains("250-SIZE " + MailServer.MAX_BYTES);
            assertThat(say(wire, "MAIL FROM:<a@b.example> SIZE=" + (MailServer.MAX_BYTES + 1)))
                    .startsWith("552");
            assertThat(say(wire, "MAIL FROM:<a@b.example> SIZE=99999999999999999999 BODY=8BITMIME"))
                    .startsWith("552");
            envelope(wire, "a@b.example", "ann@ours.example");
            reply(wire.send(TOO_LARGE + hidden + ".\r\n"), "552");
            say(wire, "NOOP", "250");
            envelope(wire, "c@d.example", "bob@ours.example");
            reply(wire.send(MESSAGE + "\r\n.\r\n"), "250");
        }
        assertThat(server.mail().envelopeTo()).containsExactly("bob@ours.example");
        assertThat(server.mail().envelopeFrom()).isEqualTo("c@d.example");
        assertThat(log.unforeseen()).isEmpty();
    }

    @Test
    void a_peer_that_never_stops_is_cut_off() {
        byte[] megabyte = ("x".repeat(998) + "\r\n").repeat(1_048).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example");
            int megabytes = 0;
            while (megabytes < 200 && wire.offer(megabyte)) {
                megabytes++;
            }
            assertThat(megabytes).isLessThan(200);
        }
        assertThat(server.rows()).isEmpty();
    }

    @Test
    void recipients_do_not_leak_into_the_next_message() {
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "one@ours.example");
            reply(wire.send("Message-ID: <1@x>\r\n\r\n.\r\n"), "250");
            say(wire, "MAIL FROM:<a@b.example>", "250");
            say(wire, "RCPT TO:<two@ours.example>", "250");
            say(wire, "RSET", "250");
            envelope(wire, "a@b.example", "three@ours.example");
            reply(wire.send("Message-ID: <3@x>\r\n\r\n.\r\n"), "250");
            say(wire, "MAIL FROM:<a@b.example>", "250");
            say(wire, "RCPT TO:<four@ours.example>", "250");
            say(wire, "EHLO again.example", "250");
            envelope(wire, "a@b.example", "five@ours.example");
            reply(wire.send(TOO_LARGE + ".\r\n"), "552");
            assertThat(say(wire, "DATA")).startsWith("503");
            envelope(wire, "a@b.example", "six@ours.example");
            reply(wire.send("Message-ID: <6@x>\r\n\r\n.\r\n"), "250");
        }
        assertThat(server.rows().stream().map(r -> r.contact(Mail.class).envelopeTo()))
                .containsExactly(
                        List.of("one@ours.example"), List.of("three@ours.example"), List.of("six@ours.example"));
    }

    @Test
    void while_the_journal_is_away_it_says_451_and_a_retry_is_one_contact() {
        Journalled.execute(server.database, "alter table journal rename to away");
        try (Wire wire = server.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example");
            reply(wire.send(MESSAGE + "\r\n.\r\n"), "451");
            Journalled.execute(server.database, "alter table away rename to journal");
            for (int i = 0; i < 2; i++) {
                envelope(wire, "a@b.example", "ann@ours.example");
                reply(wire.send(MESSAGE + "\r\n.\r\n"), "250");
            }
        }
        assertThat(server.mail().envelopeTo()).containsExactly("ann@ours.example");
    }

    @Test
    void without_a_message_id_the_same_bytes_are_a_contact_each() {
        for (int i = 0; i < 2; i++) {
            assertThat(server.mail("Subject: call me\r\n\r\nplease")).startsWith("250");
        }
        assertThat(server.rows()).hasSize(2);
    }

    @Test
    void not_a_byte_is_answered_before_the_commit() {
        Queue<Promise<Receipt>> held = new ConcurrentLinkedQueue<>();
        try (MailServer waiting = new MailServer(
                        journal -> entry -> {
                            Promise<Receipt> answer = Promise.promise();
                            held.add(answer);
                            return answer.future();
                        },
                        null,
                        null);
                Wire wire = waiting.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example").send(MESSAGE + "\r\n.\r\n");
            await().until(() -> !held.isEmpty());
            assertThat(wire.silentFor(300)).isTrue();
            held.remove().complete(Receipt.STORED);
            reply(wire, "250");
        }
    }

    @Test
    void a_journal_that_throws_is_451_and_the_connection_goes_on() {
        try (MailServer broken = new MailServer(
                        journal -> entry -> {
                            throw new IllegalStateException("no journal");
                        },
                        null,
                        null);
                Wire wire = broken.peer()) {
            envelope(wire, "a@b.example", "ann@ours.example");
            reply(wire.send(MESSAGE + "\r\n.\r\n"), "451");
            say(wire, "NOOP", "250");
        }
    }

    @Test
    void ten_overlapping_mails_are_ten_contacts() {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wires.add(envelope(server.peer(), "a@b.example", "n" + i + "@ours.example"));
        }
        for (int i = 0; i < 10; i++) {
            wires.get(i).send("Message-ID: <" + i + "@x>\r\nSubject: " + i + "\r\n\r\n");
        }
        wires.forEach(w -> w.send("the end\r\n.\r\n"));
        wires.forEach(w -> reply(w, "250"));
        wires.forEach(Wire::close);
        assertThat(server.rows().stream().map(r -> r.contact(Mail.class)))
                .hasSize(10)
                .allSatisfy(m -> assertThat(m.envelopeTo()).containsExactly("n" + m.subject() + "@ours.example"));
    }
}
