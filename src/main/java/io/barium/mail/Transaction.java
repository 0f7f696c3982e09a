package io.barium.mail;

import io.barium.intake.Gathering;
import io.barium.intake.Gathering.Taken;
import io.barium.intake.InFlight;
import io.barium.mail.Delivery.Envelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.Session;

/** One SMTP mail transaction. Runs on the session's own thread, which may wait. */
final class Transaction implements MessageHandler {
    private static final Logger log = LoggerFactory.getLogger(Transaction.class);
    private static final long COMMIT_SECONDS = 60;
    /** A peer that goes on sending this many times the limit is cut off. */
    private static final int DRAIN_FACTOR = 4;

    private final Session session;
    private final Map<String, Delivery> domains;
    private final InFlight inFlight;
    private final Patience patience;
    private final int maxBytes;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Delivery, Set<String>> recipients = new HashMap<>();
    private @Nullable String from;

    Transaction(
            MessageContext context,
            Map<String, Delivery> domains,
            InFlight inFlight,
            Patience patience,
            int maxBytes,
            Clock clock,
            MeterRegistry meters) {
        this.session = (Session) context;
        this.domains = domains;
        this.inFlight = inFlight;
        this.patience = patience;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void from(String sender) throws RejectException {
        if (!inFlight.hasRoom(1)) {
            throw noRoom();
        }
        from = sender.isBlank() ? null : sender;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        String path = unrouted(recipient);
        int at = path.lastIndexOf('@');
        if (at < 1 || path.chars().anyMatch(Character::isISOControl)) {
            throw new RejectException(550, "5.1.3 Expected an address with local part and domain");
        }
        String domain = path.substring(at + 1).toLowerCase(Locale.ROOT);
        Delivery delivery = domains.get(domain);
        if (delivery == null) {
            count("RELAY_DENIED");
            throw new RejectException(550, "5.7.1 Relaying denied");
        }
        recipients.computeIfAbsent(delivery, d -> new LinkedHashSet<>()).add(path.substring(0, at + 1) + domain);
    }

    /** RFC 5321 section 4.1.1.3: a source route is accepted and ignored. */
    private static String unrouted(String path) {
        return path.startsWith("@") ? path.substring(path.indexOf(':') + 1) : path;
    }

    @Override
    public String data(InputStream in) throws RejectException, IOException {
        try (InFlight.Share share = inFlight.open()) {
            byte[] raw = read(in, share);
            List<Future<Void>> deliveries = new ArrayList<>();
            recipients.forEach((delivery, to) -> deliveries.add(deliver(delivery, envelope(to), raw)));
            Future.all(deliveries).toCompletionStage().toCompletableFuture().get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(unavailable(e));
        } catch (ExecutionException | TimeoutException e) {
            throw refused(unavailable(e));
        } catch (RejectException e) {
            throw refused(e);
        } finally {
            patience.awaitMessage(session);
        }
        count("ACCEPTED");
        return "2.0.0 Ok";
    }

    private static Future<Void> deliver(Delivery delivery, Envelope envelope, byte[] raw) {
        try {
            return delivery.deliver(envelope, raw);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /**
     * RFC 5321 section 4.1.1.4: a message refused ends its transaction like one accepted. The library leaves it open,
     * so that its recipients would get the next message too.
     */
    private RejectException refused(RejectException answer) {
        session.resetMailTransaction();
        return answer;
    }

    @Override
    public void done() {
        recipients.clear();
    }

    private byte[] read(InputStream in, InFlight.Share share) throws RejectException, IOException {
        patience.awaitEnd(session);
        try {
            return readToEnd(in, share);
        } catch (DropConnectionException e) {
            throw e;
        } catch (IOException e) {
            count("BROKEN_OFF");
            log.info("smtp message broken off peer={} cause={}", peer(), e.toString());
            throw new DropConnectionException(421, "4.4.2 Connection broken off");
        } finally {
            patience.pause(session);
        }
    }

    /**
     * Reads to the end even what is too much: bytes left in the stream would be taken for commands. The library
     * announces SIZE but does not enforce it, and it leaves the dot that a peer stuffed before the first line.
     */
    private byte[] readToEnd(InputStream in, InFlight.Share share) throws RejectException, IOException {
        Gathering raw = new Gathering(share, maxBytes, 0);
        byte[] chunk = new byte[8192];
        int first = in.read();
        long total = 0;
        Taken taken = Taken.YES;
        if (first >= 0 && first != '.') {
            chunk[0] = (byte) first;
            taken = raw.add(chunk, 1);
            total = 1;
        }
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            total += n;
            if (taken == Taken.YES) {
                taken = raw.add(chunk, n);
            }
            if (taken != Taken.YES) {
                raw.drop();
            }
            if (total > (long) maxBytes * DRAIN_FACTOR) {
                count("TOO_LARGE");
                throw new DropConnectionException(552, "5.3.4 Message is far too large");
            }
        }
        if (total > maxBytes) {
            count("TOO_LARGE");
            log.warn("smtp message refused peer={} bytes={} smtp.maxMessageBytes={}", peer(), total, maxBytes);
            throw new RejectException(552, "5.3.4 Message exceeds the limit of " + maxBytes + " bytes");
        }
        if (taken == Taken.NO_ROOM) {
            throw noRoom();
        }
        return raw.bytes();
    }

    private Envelope envelope(Collection<String> to) {
        return new Envelope(
                from, List.copyOf(to), session.getHelo().orElse(null), peer(), session.isTLSStarted(), clock.instant());
    }

    private String peer() {
        return session.getRemoteAddress().getAddress().getHostAddress();
    }

    private RejectException unavailable(Exception e) {
        count("UNAVAILABLE");
        log.error("smtp message not taken cause={}", String.valueOf(e.getCause() == null ? e : e.getCause()));
        return new RejectException(451, "4.3.0 Try again later");
    }

    private RejectException noRoom() {
        count("NO_ROOM");
        return new RejectException(452, "4.3.1 Too much mail at the moment, try again later");
    }

    private void count(String outcome) {
        meters.counter("barium.smtp", "outcome", outcome).increment();
    }
}
