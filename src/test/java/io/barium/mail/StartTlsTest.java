package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTlsTest {
    @TempDir
    Path dir;

    private SelfSigned identity(String name, String algorithm) throws Exception {
        return SelfSigned.make(dir, name, algorithm);
    }

    private Path pem(String file, String label, byte[] der) throws IOException {
        return SelfSigned.pem(dir.resolve(file), label, der);
    }

    private static SSLSocket upgraded(Wire wire, SelfSigned trusted) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("mx", trusted.store().getCertificate("smtp"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(wire.socket(), "mx.ours.example", 25, true);
        socket.startHandshake();
        return socket;
    }

    @Test
    void mail_is_encrypted_with_either_kind_of_key_and_the_contact_says_so() throws Exception {
        for (String algorithm : new String[] {"RSA", "EC", "Ed25519"}) {
            SelfSigned ours = identity(algorithm, algorithm);
            try (MailServer server = new MailServer(j -> j, ours.certificate(), ours.key())) {
                Wire plain = server.peer();
                assertThat(say(plain, "EHLO peer.example")).contains("STARTTLS");
                say(plain, "STARTTLS", "220");
                SSLSocket socket = upgraded(plain, ours);
                assertThat(((X509Certificate) socket.getSession().getPeerCertificates()[0]))
                        .isEqualTo(ours.store().getCertificate("smtp"));
                assertThat(socket.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
                try (Wire wire = new Wire(socket)) {
                    assertThat(say(wire, "EHLO peer.example")).doesNotContain("STARTTLS");
                    envelope(wire, "a@b.example", "ann@ours.example");
                    reply(wire.send("Subject: sealed\r\n\r\n.\r\n"), "250");
                }
                assertThat(server.rows().get(0).transport().getBoolean("tls")).isTrue();
                assertThat(server.mail().subject()).isEqualTo("sealed");
            }
        }
    }

    @Test
    void what_came_in_clear_does_not_count_once_tls_stands() throws Exception {
        SelfSigned ours = identity("ours", "EC");
        try (MailServer server = new MailServer(j -> j, ours.certificate(), ours.key())) {
            Wire plain = server.peer();
            say(plain, "MAIL FROM:<mallory@evil.example>", "250");
            plain.send("STARTTLS\r\nRCPT TO:<injected@ours.example>\r\n");
            reply(plain, "220");
            SSLSocket socket = null;
            try {
                socket = upgraded(plain, ours);
            } catch (IOException e) {
                // The bytes that were slipped in are no handshake: that ends the connection, which is as good.
                assertThat(e).isInstanceOfAny(SSLHandshakeException.class, IOException.class);
            }
            if (socket != null) {
                try (Wire wire = new Wire(socket)) {
                    assertThat(say(wire, "RCPT TO:<ann@ours.example>")).startsWith("503");
                    say(wire, "NOOP", "250");
                }
            }
            assertThat(server.rows()).isEmpty();
        }
    }

    @Test
    void without_a_certificate_starttls_is_neither_announced_nor_served() {
        try (MailServer server = new MailServer();
                Wire wire = server.peer()) {
            assertThat(say(wire, "EHLO peer.example")).doesNotContain("STARTTLS");
            assertThat(say(wire, "STARTTLS")).startsWith("454");
        }
    }

    @Test
    void files_that_do_not_fit_are_told_by_their_setting() throws Exception {
        SelfSigned ours = identity("ours", "RSA");
        SelfSigned other = identity("other", "RSA");
        SelfSigned curve = identity("curve", "EC");
        Path empty = Files.writeString(dir.resolve("empty"), "");
        Path garbage = Files.write(dir.resolve("garbage"), new byte[] {(byte) 0xff, 0, 1, 2});
        Path locked = pem("locked", "ENCRYPTED PRIVATE KEY", new byte[40]);
        Path wrong = pem("wrong", "PRIVATE KEY", new byte[40]);
        for (Path key : new Path[] {
            other.key(), curve.key(), empty, garbage, locked, wrong, ours.certificate(), dir.resolve("none"), dir
        }) {
            assertThatThrownBy(() -> StartTls.context(ours.certificate(), key))
                    .as(key.toString())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("smtp.key");
        }
        for (Path certificate : new Path[] {empty, garbage, ours.key(), dir.resolve("none"), dir}) {
            assertThatThrownBy(() -> StartTls.context(certificate, ours.key()))
                    .as(certificate.toString())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("smtp.certificate");
        }
    }
}
