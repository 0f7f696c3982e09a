package io.barium.mail;

import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.Session;

/**
 * Cuts off peers whose message does not begin or does not come to its end. The library's timeout is one of silence
 * while it reads: a peer that trickles, talks without end or does not read our replies would stay for as long as it
 * likes.
 */
final class Patience implements AutoCloseable {
    /** RFC 5321 section 4.5.3.2 allows so long between the last byte and the answer; honest messages need less. */
    static final Duration USUAL = Duration.ofMinutes(10);

    /** Honest peers come to their message in less, so past it a session gives way when another finds no room. */
    static final Duration GIVES_WAY = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private final Duration limit;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Session, Visit> visits = new HashMap<>();

    /** Gives that long to begin a message, and as long again to end it. */
    Patience(Duration limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "smtp-patience");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        // A session that outlives the timer is about to be closed by the listener.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** A peer is here and has its time to begin a message. */
    synchronized void arrived(Session session) {
        visits.put(session, new Visit(session.getSocket()));
        awaitMessage(session);
    }

    /** The peer has its time to begin a message, the next one if it had one before. */
    synchronized void awaitMessage(Session session) {
        restart(session, clock.instant());
    }

    /** The message began; from now on the peer has its time to end it. */
    synchronized void awaitEnd(Session session) {
        restart(session, null);
    }

    /** The message is here: now the peer waits for us. */
    synchronized void pause(Session session) {
        Visit visit = visits.get(session);
        if (visit != null) {
            visit.stop();
        }
    }

    /** The peer is gone. */
    synchronized void left(Session session) {
        pause(session);
        visits.remove(session);
    }

    /** Cuts off who has been longest without a message, if that is too long now; {@code null} when nobody is. */
    synchronized @Nullable Session makeRoom() {
        Map.Entry<Session, Visit> idlest = null;
        Instant earliest = clock.instant().minus(GIVES_WAY);
        for (Map.Entry<Session, Visit> visit : visits.entrySet()) {
            Instant since = visit.getValue().idleSince;
            if (since != null && !since.isAfter(earliest)) {
                earliest = since;
                idlest = visit;
            }
        }
        if (idlest == null) {
            return null;
        }
        Session session = idlest.getKey();
        idlest.getValue().cut();
        left(session);
        return session;
    }

    private void restart(Session session, @Nullable Instant idleSince) {
        Visit visit = visits.get(session);
        if (visit != null) {
            visit.stop();
            visit.idleSince = idleSince;
            visit.end = timer.schedule(visit::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static final class Visit {
        /** The one below TLS: closing never waits for a peer that does not read. */
        private final Socket socket;

        /** Since when it has been without a message; {@code null} while there is one. */
        private @Nullable Instant idleSince;

        private @Nullable Future<?> end;

        Visit(Socket socket) {
            this.socket = socket;
        }

        void stop() {
            idleSince = null;
            if (end != null) {
                end.cancel(false);
            }
        }

        void cut() {
            log.info(
                    "smtp session takes too long peer={}",
                    socket.getInetAddress().getHostAddress());
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("smtp socket was closed already", e);
            }
        }
    }
}
