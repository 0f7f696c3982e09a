package io.barium.mail.imap;

import io.barium.config.ImapMailbox;
import io.barium.config.Settings;
import io.barium.db.Leadership;
import io.barium.db.PostgresAddress;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.loop.BackOff;
import io.barium.ops.Checks;
import io.barium.ops.Checks.Check;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All mailboxes that are read by IMAP. Of several processes on one database one reads a mailbox, the one that holds its
 * session lock; the others ask for it once a second. Nothing of this, nor of the mail library, is loaded where no
 * mailbox is configured.
 */
public final class Mailboxes implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 1_000;

    private final Vertx vertx;
    private final List<MailboxReader> readers = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private long timer = -1;
    private boolean closed;

    /**
     * Readers of {@code settings.imap()}, not yet started.
     *
     * @param database Barium's own, where places and locks are kept
     * @param inFlight bytes of all ways in
     */
    public Mailboxes(
            Vertx vertx,
            Settings settings,
            PostgresAddress database,
            Journal journal,
            InFlight inFlight,
            BackOff backOff,
            Clock clock,
            MeterRegistry meters) {
        this(vertx, settings, database, journal, inFlight, backOff, clock, meters, new HttpClientOptions());
    }

    /** As above, with other ideas of whom to trust when access tokens are fetched. */
    Mailboxes(
            Vertx vertx,
            Settings settings,
            PostgresAddress database,
            Journal journal,
            InFlight inFlight,
            BackOff backOff,
            Clock clock,
            MeterRegistry meters,
            HttpClientOptions tokenClient) {
        this.vertx = vertx;
        Set<String> domains = Set.copyOf(settings.domains());
        for (ImapMailbox mailbox : settings.imap()) {
            MailCollector collector = new MailCollector(
                    mailbox, domains, settings.smtp().maxMessageBytes(), journal, inFlight, meters, clock);
            AccessTokens tokens = mailbox.oauth() == null
                    ? null
                    : new AccessTokens(
                            vertx,
                            tokenClient,
                            mailbox.oauth(),
                            settings.dataDir().resolve("imap-" + mailbox.id() + ".refresh-token"),
                            clock);
            MailboxReader reader = new MailboxReader(
                    mailbox,
                    new Leadership(vertx, database, lock(mailbox), List.of()),
                    collector,
                    tokens,
                    backOff,
                    clock,
                    meters);
            readers.add(reader);
            checks.add(Checks.imap(mailbox.id(), reader.standing()::well, reader.standing()::words));
        }
    }

    /** The same for every process that reads this folder, whatever it calls it. */
    private static long lock(ImapMailbox mailbox) {
        String place = String.join("\0", "imap", mailbox.host(), mailbox.username(), mailbox.folder());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Begins to read. */
    public synchronized void start() {
        if (!closed) {
            timer = vertx.setPeriodic(LOOK_EVERY_MS, t -> readers.forEach(MailboxReader::look));
            readers.forEach(MailboxReader::start);
        }
    }

    /** One component a mailbox. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /** Ends; blocks until the mails in hand are journalled. */
    @Override
    public synchronized void close() {
        closed = true;
        if (timer < 0) {
            return;
        }
        vertx.cancelTimer(timer);
        try {
            for (MailboxReader reader : readers) {
                reader.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
