package io.barium.mail.imap;

import io.barium.config.ImapMailbox;
import io.barium.config.ImapMailbox.After;
import io.barium.db.Leadership;
import io.barium.loop.BackOff;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one mailbox on a thread of its own, because the mail library blocks. First the mail is in the journal, then
 * something may be done with it in the mailbox, and last the place is noted; a crash in between makes it come again
 * under the same event id, which the journal knows.
 */
final class MailboxReader {
    private static final Logger log = LoggerFactory.getLogger(MailboxReader.class);
    /** Well below the half hour after which servers hang up, and the longest that a dead connection goes unnoticed. */
    private static final Duration IDLE_AT_MOST = Duration.ofMinutes(5);

    private static final Duration ROOM_AGAIN = Duration.ofSeconds(1);
    private static final Duration LEAD_AGAIN = Duration.ofMillis(500);
    /** A connection that ends after so long is none of the mailbox's faults: servers end them now and then. */
    private static final Duration USUAL_LIFE = Duration.ofMinutes(1);

    private static final int BATCH = 50;
    private static final long LEAVE_MS = 2_000;
    private static final long JOIN_MS = 10_000;
    private final ImapMailbox mailbox;
    private final Leadership lead;
    private final MailCollector collector;
    private final @Nullable AccessTokens tokens;
    private final BackOff backOff;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Standing standing;
    private final CuttableSocket sockets = new CuttableSocket();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable SqlConnection reading;
    private volatile @Nullable ImapSession current;
    private boolean worked;
    private long openedAt;
    private int failures;
    /**
     * A reader, not yet started.
     *
     * @param lead of this mailbox among all processes; this reader starts and stops it
     * @param tokens for the login; {@code null} when it is by password
     */
    MailboxReader(
            ImapMailbox mailbox,
            Leadership lead,
            MailCollector collector,
            @Nullable AccessTokens tokens,
            BackOff backOff,
            Clock clock,
            MeterRegistry meters) {
        this.mailbox = mailbox;
        this.lead = lead;
        this.collector = collector;
        this.tokens = tokens;
        this.backOff = backOff;
        this.clock = clock;
        this.meters = meters;
        this.standing = new Standing(mailbox.id(), clock);
        this.thread = new Thread(this::run, "imap-" + mailbox.id());
        thread.setDaemon(true);
    }

    Standing standing() {
        return standing;
    }

    void start() {
        lead.start(channel -> {});
        thread.start();
    }

    /** Ends whatever the thread waits for when another process may read the mailbox by now. */
    void look() {
        SqlConnection by = reading;
        if (by != null && by != lead.connection()) {
            sockets.cut();
        }
    }

    /** Ends; blocks until a mail in hand is journalled. */
    void stop() throws InterruptedException {
        stopped.countDown();
        ImapSession open = current;
        if (open != null) {
            open.wake();
        }
        thread.join(LEAVE_MS);
        sockets.shut();
        thread.join(JOIN_MS);
        lead.stop().await();
    }

    private void run() {
        while (!pause(Duration.ZERO)) {
            SqlConnection connection = lead.connection();
            if (connection == null) {
                standing.well("another process reads it, or the database is away");
                pause(LEAD_AGAIN);
                continue;
            }
            reading = connection;
            try {
                read(connection);
            } catch (MailboxTrouble e) {
                failed(e);
            } catch (Exception e) { // whatever it is, the mailbox is to be read on
                log.error("imap reader failed mailbox={}", mailbox.id(), e);
                failed(MailboxTrouble.broken("the reader failed: " + e, "host"));
            } finally {
                current = null;
                reading = null;
            }
        }
    }

    private void failed(MailboxTrouble trouble) {
        if (stopped.getCount() == 0 || lead.connection() == null) {
            return;
        }
        boolean usual = worked && !trouble.refusal() && System.nanoTime() - openedAt > USUAL_LIFE.toNanos();
        failures = usual ? 1 : failures + 1;
        if (!usual) {
            count("FAILED");
            standing.broken(trouble);
        }
        pause(backOff.after(failures));
    }

    private void read(SqlConnection connection) throws MailboxTrouble {
        worked = false;
        openedAt = System.nanoTime();
        MailboxCursor cursor = MailboxCursor.load(connection, mailbox, clock);
        try (ImapSession session = open()) {
            current = session;
            if (cursor.adapt(session.uidValidity(), session.uidNext())) {
                count("RENUMBERED");
            }
            while (stopped.getCount() > 0 && lead.connection() == connection) {
                Duration wait = round(session, cursor);
                worked = true;
                standing.well(session.canIdle() ? "is read as mail comes" : "is read every " + mailbox.pollEvery());
                if (!wait.isZero()) {
                    pause(wait);
                } else if (session.canIdle() && stopped.getCount() > 0) {
                    session.idle(IDLE_AT_MOST);
                } else {
                    pause(mailbox.pollEvery());
                }
            }
            session.leave();
        }
    }

    private ImapSession open() throws MailboxTrouble {
        if (tokens == null) {
            return ImapLogin.open(
                    mailbox, Objects.requireNonNull(mailbox.password()).reveal(), sockets);
        }
        try {
            return ImapLogin.open(mailbox, tokens.get(), sockets);
        } catch (MailboxTrouble e) {
            if (e.refusal()) {
                tokens.forget();
            }
            throw e;
        }
    }

    /** Takes what is new; how long to wait before the next look, zero for until there is something new. */
    private Duration round(ImapSession session, MailboxCursor cursor) throws MailboxTrouble {
        long[] fresh = session.above(cursor.lastUid());
        for (int from = 0; from < fresh.length; from += BATCH) {
            long[] batch = Arrays.copyOfRange(fresh, from, Math.min(from + BATCH, fresh.length));
            int taken = take(session, batch);
            if (taken > 0) {
                afterwards(session, Arrays.copyOf(batch, taken));
                cursor.advance(batch[taken - 1]);
            }
            if (taken < batch.length) {
                return ROOM_AGAIN;
            }
        }
        return Duration.ZERO;
    }

    /** How many of them are in the journal; fewer than all when there is no room or the end has come. */
    private int take(ImapSession session, long[] batch) throws MailboxTrouble {
        Map<Long, ImapSession.Facts> facts = session.facts(batch);
        for (int i = 0; i < batch.length; i++) {
            ImapSession.Facts known = facts.getOrDefault(batch[i], ImapSession.Facts.NONE);
            if (stopped.getCount() == 0 || !collector.take(session, batch[i], known)) {
                return i;
            }
        }
        return batch.length;
    }

    /** A refusal is told, but keeps nobody from reading on; a connection that breaks makes all of it come again. */
    private void afterwards(ImapSession session, long[] taken) throws MailboxTrouble {
        if (mailbox.after() == After.KEEP) {
            return;
        }
        try {
            if (mailbox.after() == After.FLAG) {
                session.flag(taken, mailbox.keyword());
            } else {
                session.move(taken, Objects.requireNonNull(mailbox.moveTo()));
            }
            standing.refused(null);
        } catch (MailboxTrouble e) {
            if (!e.refusal()) {
                throw e;
            }
            count("REFUSED");
            standing.refused(e.mendedBy(mailbox.after() == After.FLAG ? "keyword" : "moveTo"));
        }
    }

    /** Waits; whether the end has come. */
    private boolean pause(Duration most) {
        try {
            return stopped.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void count(String outcome) {
        meters.counter("barium.imap", "mailbox", mailbox.id(), "outcome", outcome)
                .increment();
    }
}
