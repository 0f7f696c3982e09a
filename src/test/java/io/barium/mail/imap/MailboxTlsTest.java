package io.barium.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.config.ImapMailbox;
import io.barium.config.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxTlsTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS));

    @BeforeEach
    void open() {
        server.start();
        server.setUser("u@x.example", "u@x.example", "pw");
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private ImapMailbox mailbox() {
        return new ImapMailbox(
                "box",
                "127.0.0.1",
                server.getImaps().getPort(),
                true,
                "u@x.example",
                new Secret("pw"),
                null,
                "INBOX",
                ImapMailbox.After.KEEP,
                "Barium",
                null,
                Duration.ofMinutes(1),
                null,
                "US");
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent() {
        MailboxTrouble trouble =
                catchThrowableOfType(MailboxTrouble.class, () -> ImapLogin.open(mailbox(), "pw", new CuttableSocket()));
        assertThat(trouble.setting()).isEqualTo("host");
        assertThat(trouble).hasMessageContaining("with TLS").hasMessageContaining("certification path");
    }
}
