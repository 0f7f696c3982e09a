package io.barium.mail;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.Session;

/**
 * Cuts off peers whose message does not come to its end. The library's timeout is one of silence, and a peer that
 * trickles would hold memory for as long as it likes.
 */
final class Patience implements AutoCloseable {
    /** RFC 5321 section 4.5.3.2 allows so long between the last byte and the answer; honest messages need less. */
    static final Duration USUAL = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer;

    Patience(Duration limit) {
        this.limit = limit;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "smtp-patience");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** From now on the peer has its time; cancel what is returned once the message is here. */
    Future<?> begin(Session session) {
        return timer.schedule(() -> cut(session), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cut(Session session) {
        log.info(
                "smtp message takes too long peer={}",
                session.getRemoteAddress().getAddress().getHostAddress());
        try {
            session.closeSocket();
        } catch (IOException e) {
            log.debug("smtp socket was closed already", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
