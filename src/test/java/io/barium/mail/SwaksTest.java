package io.barium.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barium.mail.check.Dns;
import io.barium.mail.check.Keys;
import io.barium.mail.check.SenderChecks;
import io.barium.mail.check.Zone;
import io.barium.model.AuthResult;
import io.barium.model.Mail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's swaks speaks to the listener. */
class SwaksTest {
    @TempDir
    Path dir;

    @BeforeEach
    void installed() {
        boolean installed =
                Arrays.stream(System.getenv("PATH").split(":")).anyMatch(d -> Files.isExecutable(Path.of(d, "swaks")));
        assumeTrue(installed, "swaks is not installed: this exchange is skipped (.ci/run installs it)");
    }

    private String swaks(int exit, MailServer server, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "swaks",
                "--server",
                "127.0.0.1",
                "--port",
                String.valueOf(server.port()),
                "--ehlo",
                "peer.example",
                "--from",
                "mallory@evil.example"));
        command.addAll(List.of(options));
        Path log = dir.resolve("swaks.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        assertThat(process.exitValue()).as(said).isEqualTo(exit);
        return said;
    }

    @Test
    void mail_with_an_attachment_comes_in_clear_and_by_starttls() throws Exception {
        SelfSigned ours = SelfSigned.make(dir, "ours", "RSA");
        Path attached = Files.writeString(dir.resolve("list.csv"), "name,number\n.dot,1\n");
        try (MailServer server = new MailServer(j -> j, ours.certificate(), ours.key())) {
            for (String tls : new String[] {"", "--tls"}) {
                List<String> options = new ArrayList<>(List.of(
                        "--to",
                        "ann@ours.example,bob@also.example",
                        "--h-Subject",
                        "by swaks " + tls,
                        "--body",
                        "See https://evil.example/x\n.\n..dots\n",
                        "--attach-type",
                        "text/csv",
                        "--attach",
                        "@" + attached));
                if (!tls.isEmpty()) {
                    options.addAll(List.of(
                            tls,
                            "--tls-verify",
                            "--tls-ca-path",
                            ours.certificate().toString()));
                }
                assertThat(swaks(0, server, options.toArray(String[]::new))).contains("250 2.0.0 Ok");
            }
            assertThat(server.rows()).hasSize(2);
            assertThat(server.rows().get(0).transport().getBoolean("tls")).isFalse();
            assertThat(server.rows().get(1).transport().getBoolean("tls")).isTrue();
            for (int i = 0; i < 2; i++) {
                Mail mail = server.rows().get(i).contact(Mail.class);
                assertThat(mail.envelopeTo()).containsExactlyInAnyOrder("ann@ours.example", "bob@also.example");
                assertThat(mail.text()).contains("\n.\n..dots");
                assertThat(mail.quotes().links()).containsExactly("https://evil.example/x");
                assertThat(mail.attachments()).hasSize(1);
                assertThat(mail.attachments().get(0).name()).isEqualTo("list.csv");
                assertThat(mail.attachments().get(0).size()).isEqualTo(Files.size(attached));
            }
        }
    }

    @Test
    void mail_for_others_is_refused() throws Exception {
        try (MailServer server = new MailServer()) {
            assertThat(swaks(24, server, "--to", "ann@elsewhere.example")).contains("550 5.7.1");
            assertThat(server.rows()).isEmpty();
        }
    }

    @Test
    void a_signature_survives_the_way() throws Exception {
        KeyPair key = Keys.rsa(1_024);
        String signed = Keys.signed(
                key,
                "a=rsa-sha256; c=simple/simple; d=evil.example; s=s; h=from:subject",
                "From: Mallory <mallory@evil.example>\r\nSubject: caf\u00e9\r\n\r\n.one\r\n\r\n..two\r\n");
        Path data = Files.writeString(dir.resolve("signed.eml"), signed);
        Zone zone = new Zone().with(Dns.Type.TXT, "s._domainkey.evil.example", Keys.published(key));
        try (SenderChecks checks = new SenderChecks(zone, "mx.ours.example", new SimpleMeterRegistry());
                MailServer server = new MailServer(null, checks, null, null)) {
            swaks(0, server, "--to", "ann@ours.example", "--data", "@" + data);
            Mail mail = server.mail();
            assertThat(mail.authentication().reportedBy()).isEqualTo("mx.ours.example");
            assertThat(mail.authentication().dkim()).isEqualTo(AuthResult.PASS);
            assertThat(mail.authentication().dkimDomains()).containsExactly("evil.example");
        }
    }
}
