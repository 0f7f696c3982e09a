package io.barium.mail;

import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            server.peer().close();
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
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < MailServer.MAX_CONNECTIONS; i++) {
            wires.add(server.peer());
        }
        try (Wire wire = server.knock()) {
            assertThat(reply(wire)).startsWith("421");
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
    void one_message_has_so_many_recipients() {
        try (Wire wire = server.peer()) {
            say(wire, "MAIL FROM:<a@b.example>", "250");
            for (int i = 0; i < 5; i++) {
                say(wire, "RCPT TO:<n" + i + "@ours.example>", "250");
            }
            say(wire, "RCPT TO:<n6@ours.example>", "452");
        }
    }
}
