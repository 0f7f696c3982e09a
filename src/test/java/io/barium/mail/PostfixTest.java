package io.barium.mail;

import static io.barium.mail.MailServer.envelope;
import static io.barium.mail.MailServer.reply;
import static io.barium.mail.MailServer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.Wire;
import io.barium.intake.Journal;
import io.barium.model.Mail;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Postfix of the test's own, with its own queue, relays mail to the listener. */
class PostfixTest {
    private static final Path POSTFIX = Path.of("/usr/sbin/postfix");

    @TempDir
    Path dir;

    private boolean started;

    @BeforeEach
    void installed() {
        assumeTrue(
                Files.isExecutable(POSTFIX) && "root".equals(System.getProperty("user.name")),
                "Postfix is not installed or this is not root, whom it needs: this exchange is skipped"
                        + " (.ci/run installs it)");
    }

    @AfterEach
    void stop() throws Exception {
        if (started) {
            assertThat(postfix("stop")).isZero();
        }
    }

    private int postfix(String command) throws Exception {
        Process process = new ProcessBuilder(
                        POSTFIX.toString(), "-c", dir.resolve("conf").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("postfix.out").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private int start(int listener) throws Exception {
        int port = freePort();
        // Its processes run as a user who has to come by here.
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(dir.resolve("queue"));
        Files.setOwner(
                Files.createDirectories(dir.resolve("data")),
                dir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
        Path conf = Files.createDirectories(dir.resolve("conf"));
        Files.writeString(conf.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                myhostname = relay.example
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                relayhost = [127.0.0.1]:%2$d
                smtpd_relay_restrictions = permit_mynetworks, reject
                smtp_tls_security_level = encrypt
                alias_maps =
                alias_database =
                local_recipient_maps =
                queue_run_delay = 1s
                minimal_backoff_time = 1s
                maximal_backoff_time = 2s
                """.formatted(dir, listener));
        Files.writeString(conf.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 1 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                smtp unix - - n - - smtp
                relay unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                proxymap unix - - n - - proxymap
                tlsmgr unix - - n 1000? 1 tlsmgr
                flush unix n - n 1000? 0 flush
                showq unix n - n - - showq
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(port));
        assertThat(postfix("start"))
                .as(Files.readString(dir.resolve("postfix.out")))
                .isZero();
        started = true;
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Wire connected(int port) {
        return await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> new Wire(port), wire -> wire != null);
    }

    @Test
    void a_relay_brings_mail_by_tls_and_comes_again_until_it_is_journalled() throws Exception {
        SelfSigned ours = SelfSigned.make(dir, "ours", "RSA");
        AtomicInteger attempts = new AtomicInteger();
        try (MailServer server =
                new MailServer(journal -> atFirstFailing(journal, attempts), ours.certificate(), ours.key())) {
            int relay = start(server.port());
            try (Wire wire = connected(relay)) {
                reply(wire, "220");
                say(wire, "EHLO peer.example", "250");
                envelope(wire, "mallory@evil.example", "ann@ours.example", "bob@ours.example");
                reply(wire.send("From: mallory@evil.example\r\nSubject: relayed\r\n\r\n..dot\r\nlast\r\n.\r\n"), "250");
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(server.rows()).as(() -> log()).isNotEmpty());
            assertThat(attempts.get()).isGreaterThan(1);
            Mail mail = server.mail();
            assertThat(mail.subject()).isEqualTo("relayed");
            assertThat(mail.text()).isEqualTo(".dot\nlast\n");
            assertThat(mail.envelopeFrom()).isEqualTo("mallory@evil.example");
            assertThat(mail.envelopeTo()).containsExactlyInAnyOrder("ann@ours.example", "bob@ours.example");
            assertThat(server.rows().get(0).transport().getBoolean("tls")).isTrue();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(log())
                            .contains("status=deferred", "451 4.3.0")
                            .contains("status=sent (250 2.0.0 Ok)"));
        }
    }

    private static Journal atFirstFailing(Journal journal, AtomicInteger attempts) {
        return entry ->
                attempts.getAndIncrement() == 0 ? Future.failedFuture("the journal is away") : journal.append(entry);
    }

    private String log() {
        try {
            return Files.readString(dir.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
