package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.barium.Wire;
import io.barium.config.Settings.Smtp;
import io.barium.intake.InFlight;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpDoorTest {
    private final MailServer server = new MailServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void it_tells_no_software_and_no_version() {
        try (Wire wire = server.knock()) {
            assertThat(reply(wire)).isEqualTo("220 mx.ours.example ESMTP ready");
            for (String command : new String[] {"EHLO peer.example", "HELP", "HELP MAIL", "NOOP", "QUIT"}) {
                assertThat(say(wire, command))
                        .doesNotContainIgnoringCase("subetha")
                        .doesNotContain("7.2", "Barium", "Java");
            }
        }
    }

    @Test
    void it_tells_nobody_which_addresses_there_are() {
        try (Wire wire = server.peer()) {
            assertThat(say(wire, "EHLO peer.example")).doesNotContain("AUTH", "VRFY", "EXPN");
            for (String command :
                    new String[] {"VRFY ann", "VRFY ann@ours.example", "EXPN all", "AUTH LOGIN", "AUTH PLAIN AGEAYg=="
                    }) {
                assertThat(say(wire, command)).as(command).startsWith("502").doesNotContain("ann");
            }
        }
    }

    @Test
    void one_peer_may_connect_so_often_in_a_minute() {
        for (int i = 0; i < MailServer.PER_MINUTE; i++) {
            try (Wire wire = server.peer()) {
                say(wire, "QUIT", "221");
                assertThat(wire.closed()).isTrue();
            }
        }
        try (Wire wire = server.knock()) {
            assertThat(reply(wire)).startsWith("421");
            assertThat(wire.closed()).isTrue();
        }
        server.clock.advance(Duration.ofSeconds(61));
        server.peer().close();
    }

    @Test
    void so_many_peers_may_be_connected_at_once() {
        List<Wire> wires = full();
        try (Wire wire = server.knock("127.0.0.3")) {
            assertThat(reply(wire)).startsWith("421 4.3.2 Too many connections");
            assertThat(wire.closed()).isTrue();
        }
        server.clock.advance(Duration.ofSeconds(61));
        wires.forEach(Wire::close);
        await().untilAsserted(() -> {
            try (Wire wire = server.knock()) {
                server.clock.advance(Duration.ofSeconds(61));
                assertThat(reply(wire)).startsWith("220");
            }
        });
    }

    @Test
    void one_peer_never_takes_more_than_half_of_the_places() {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < MailServer.MAX_CONNECTIONS / 2; i++) {
            wires.add(server.peer());
        }
        try (Wire wire = server.knock()) {
            assertThat(reply(wire)).startsWith("421 4.7.0 Too many connections from your address");
            assertThat(wire.closed()).isTrue();
        }
        try (Wire other = server.knock("127.0.0.2")) {
            reply(other, "220");
            envelope(other, "a@b.example", "ann@ours.example");
            reply(other.send("Subject: real\r\n\r\n.\r\n"), "250");
        }
        try (Wire gone = wires.remove(0)) {
            say(gone, "QUIT", "221");
            assertThat(gone.closed()).isTrue();
        }
        wires.add(server.peer());
        wires.forEach(Wire::close);
    }

    @Test
    void who_is_idle_when_all_places_are_taken_gives_way_to_who_has_mail() {
        List<Wire> wires = full();
        server.clock.advance(Patience.GIVES_WAY.minusSeconds(1));
        envelope(wires.get(0), "a@b.example", "ann@ours.example").send("Subject: slow\r\n");
        envelope(wires.get(1), "a@b.example", "ann@ours.example");
        reply(wires.get(1).send("Subject: done\r\n\r\n.\r\n"), "250");
        say(wires.get(2), "NOOP", "250");
        server.clock.advance(Duration.ofSeconds(1));
        List<Wire> idle = wires.subList(2, wires.size());
        List<Wire> mails = new ArrayList<>();
        for (int i = 0; i < idle.size(); i++) {
            Wire wire = server.knock("127.0.1." + i);
            mails.add(wire);
            reply(wire, "220");
            envelope(wire, "a@b.example", "ann@ours.example");
            reply(wire.send("Subject: new\r\n\r\n.\r\n"), "250");
        }
        assertThat(idle).allMatch(Wire::closed);
        try (Wire wire = server.knock("127.0.0.3")) {
            reply(wire, "421 4.3.2");
        }
        reply(wires.get(0).send("\r\n.\r\n"), "250");
        say(wires.get(1), "NOOP", "250");
        wires.forEach(Wire::close);
        mails.forEach(Wire::close);
    }

    @Test
    void a_host_of_ipv6_is_one_peer_by_whichever_of_its_addresses_it_comes() throws IOException {
        String one = Door.peer(InetAddress.getByName("2001:db8:0:1::1"));
        assertThat(Door.peer(InetAddress.getByName("2001:db8:0:1:ffff::2"))).isEqualTo(one);
        assertThat(Door.peer(InetAddress.getByName("2001:db8:0:2::1"))).isNotEqualTo(one);
        assertThat(Door.peer(InetAddress.getByName("192.0.2.1")))
                .isNotEqualTo(Door.peer(InetAddress.getByName("192.0.2.2")));
    }

    /** Two peers that hold every place and say nothing. */
    private List<Wire> full() {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < MailServer.MAX_CONNECTIONS; i++) {
            Wire wire = server.knock(i % 2 == 0 ? "127.0.0.1" : "127.0.0.2");
            reply(wire, "220");
            wires.add(wire);
        }
        return wires;
    }

    @Test
    void one_message_has_so_many_recipients() {
        try (Wire wire = server.peer()) {
            say(wire, "MAIL FROM:<a@b.example>", "250");
            for (int i = 0; i < 5; i++) {
                say(wire, "RCPT TO:<n" + i + "@ours.example>", "250");
            }
            say(wire, "RCPT TO:<n6@ours.example>", "452");
        }
    }

    @Test
    void an_address_that_cannot_be_bound_is_told_by_its_settings() {
        try (Wire taken = server.knock()) {
            int port = taken.socket().getPort();
            assertThatThrownBy(() -> start("127.0.0.1", port))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("smtp.port " + port);
            assertThatThrownBy(() -> start("192.0.2.1", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("smtp.host 192.0.2.1");
            assertThatThrownBy(() -> start("not a host", 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("smtp.host not a host");
        }
    }

    private void start(String host, int port) throws IOException {
        Smtp settings = new Smtp(true, host, port, "mx.ours.example", 1000, 1, 1, 1, null, null, null, true);
        try (SmtpListener listener =
                new SmtpListener(settings, Map.of(), new InFlight(1), new SimpleMeterRegistry(), server.clock)) {
            listener.start();
        }
    }

    @Test
    void closing_waits_for_no_peer_that_says_nothing() {
        try (MailServer closing = new MailServer();
                Wire silent = closing.peer();
                Wire halfway = envelope(closing.peer(), "a@b.example", "ann@ours.example")) {
            halfway.send("Subject: half");
            assertTimeout(Duration.ofSeconds(10), closing::stop);
            assertThat(silent.closed()).isTrue();
            assertThat(halfway.closed()).isTrue();
        }
    }
}
