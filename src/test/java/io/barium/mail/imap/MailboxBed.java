package io.barium.mail.imap;

import com.icegreen.greenmail.imap.ImapConstants;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.Journalled;
import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.JournalWriter;
import io.barium.loop.BackOff;
import io.barium.model.Mail;
import io.barium.ops.Checks.Check;
import io.barium.ops.Component;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.sqlclient.Pool;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A real IMAP server with one mailbox, a real journal, and the readers between them. */
final class MailboxBed implements AutoCloseable {
    static final String USER = "catchall@elsewhere.example";
    static final String PASSWORD = "app-password";
    static final int MAX_BYTES = 1 << 20;
    static final Duration SOON = Duration.ofSeconds(20);

    final PostgresAddress database = TestDatabase.migrated();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    final GreenMailUser user;
    final Gate gate;
    private final Path dir;
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, database, 4);
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});

    MailboxBed(Path dir) {
        this.dir = dir;
        server.start();
        user = server.setUser(USER, USER, PASSWORD);
        gate = new Gate(server.getImap().getPort());
    }

    /** Readers of the mailbox, started. */
    Mailboxes read(String settings) {
        return read(settings, j -> j);
    }

    /** Readers of the mailbox before that journal, started. */
    Mailboxes read(String settings, UnaryOperator<Journal> around) {
        return read(settings, around, new InFlight(64 << 20), new HttpClientOptions());
    }

    Mailboxes read(String settings, UnaryOperator<Journal> around, InFlight inFlight, HttpClientOptions tokenClient) {
        Mailboxes mailboxes = new Mailboxes(
                vertx,
                settings(settings),
                database,
                around.apply(journal),
                inFlight,
                new BackOff(new Random(1)),
                clock,
                meters,
                tokenClient);
        mailboxes.start();
        return mailboxes;
    }

    private Settings settings(String more) {
        String yaml =
                """
                dataDir: %s
                domains: [ours.example, also.example]
                smtp: {maxMessageBytes: %d}
                imap:
                  - {id: box, host: 127.0.0.1, port: %d, tls: false, username: "%s"%s}
                """.formatted(dir, MAX_BYTES, gate.port(), USER, more.isEmpty() ? ", password: " + PASSWORD : more);
        try {
            return SettingsReader.read(
                    Files.writeString(Files.createTempFile(dir, "barium", ".yaml"), yaml), Map.of(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FaultySettings e) {
            throw new IllegalStateException(e);
        }
    }

    /** Other settings beside the right password. */
    static String with(String settings) {
        return ", password: " + PASSWORD + ", " + settings;
    }

    /** The server throws when a client hangs up, which is no test's concern. */
    static ConditionFactory await() {
        return Awaitility.await().dontCatchUncaughtExceptions().atMost(SOON);
    }

    /** Puts a mail into the inbox; lines end as written. */
    void deliver(String raw) {
        deliver(raw.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void deliver(byte[] raw) {
        user.deliver(message(raw));
    }

    private static MimeMessage message(byte[] raw) {
        try {
            return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A mail of the usual kind. */
    static String mail(String to, String words) {
        return """
                Return-Path: <mallory@evil.example>
                Delivered-To: %s
                From: Mallory <m@evil.example>
                To: %s
                Message-ID: <%s@evil.example>
                Date: Mon, 23 Nov 2026 11:00:00 +0000
                Subject: %s

                About %s.
                """.formatted(to, to, words, words, words);
    }

    /** Makes a folder anew, so that its mails are numbered anew, and puts mails into it. */
    void remake(String name, String... mails) {
        ImapHostManager host = server.getManagers().getImapHostManager();
        try {
            MailFolder before = folder(name);
            if (before != null) {
                before.deleteAllMessages();
                host.deleteMailbox(user, name);
            }
            MailFolder made = host.createMailbox(user, name);
            for (String mail : mails) {
                made.store(message(mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    MailFolder folder(String name) {
        return server.getManagers().getImapHostManager().getFolder(user, name);
    }

    List<StoredMessage> inbox() {
        return folder(ImapConstants.INBOX_NAME).getMessages();
    }

    List<Journalled> rows() {
        return Journalled.rows(database);
    }

    /** The rows once there are so many. */
    List<Journalled> rows(int n) {
        await().until(() -> rows().size() >= n);
        return rows();
    }

    Mail only() {
        rows(1);
        return Journalled.only(database).contact(Mail.class);
    }

    List<String> subjects() {
        return rows().stream().map(r -> r.contact(Mail.class).subject()).toList();
    }

    double count(String outcome) {
        return meters.counter("barium.imap", "mailbox", "box", "outcome", outcome)
                .count();
    }

    /** How many rows share each thread. */
    List<Long> threads() {
        List<Long> out = new java.util.ArrayList<>();
        pool.query("select count(*) from journal group by source, coalesce(thread, seq::text)")
                .execute()
                .await()
                .forEach(r -> out.add(r.getLong(0)));
        return out;
    }

    /** Waits until the place after that UID has been noted. */
    void awaitPlace(long uid) {
        await().until(() -> place() == uid);
    }

    long place() {
        return pool.query("select coalesce(max(last_uid), 0) from imap_mailbox")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    static Component health(Mailboxes mailboxes) {
        Check check = mailboxes.checks().get(0);
        return check.ask().get().await();
    }

    static void awaitIdle(Mailboxes mailboxes) {
        await().until(() -> health(mailboxes).why().contains("is read as mail comes"));
    }

    @Override
    public void close() {
        gate.close();
        server.stop();
        pool.close().await();
        vertx.close().await();
    }
}
