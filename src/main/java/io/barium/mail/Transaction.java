package io.barium.mail;

import io.barium.mail.Delivery.Envelope;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private final MessageContext context;
    private final Map<String, Delivery> domains;
    private final int maxBytes;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Delivery, List<String>> recipients = new HashMap<>();
    private @Nullable String from;

    Transaction(
            MessageContext context, Map<String, Delivery> domains, int maxBytes, Clock clock, MeterRegistry meters) {
        this.context = context;
        this.domains = domains;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void from(String sender) {
        from = sender.isBlank() ? null : sender;
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        String domain = recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        Delivery delivery = domains.get(domain);
        if (delivery == null) {
            count("RELAY_DENIED");
            throw new RejectException(550, "5.7.1 Relaying denied");
        }
        recipients.computeIfAbsent(delivery, d -> new ArrayList<>()).add(recipient);
    }

    @Override
    public @Nullable String data(InputStream in) throws RejectException, IOException {
        byte[] raw = read(in);
        List<Future<Void>> deliveries = new ArrayList<>();
        recipients.forEach((delivery, to) -> deliveries.add(delivery.deliver(envelope(to), raw)));
        try {
            Future.all(deliveries).toCompletionStage().toCompletableFuture().get(COMMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
        count("ACCEPTED");
        return "2.0.0 Ok";
    }

    @Override
    public void done() {
        recipients.clear();
    }

    /**
     * Reads to the end even what is too much: bytes left in the stream would be taken for commands. The library
     * announces SIZE but does not enforce it.
     */
    private byte[] read(InputStream in) throws RejectException, IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(16 << 10);
        byte[] chunk = new byte[8192];
        long total = 0;
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            total += n;
            if (total <= maxBytes) {
                raw.write(chunk, 0, n);
            } else if (total > (long) maxBytes * DRAIN_FACTOR) {
                count("TOO_LARGE");
                throw new DropConnectionException(552, "5.3.4 Message is far too large");
            }
        }
        if (total > maxBytes) {
            count("TOO_LARGE");
            throw new RejectException(552, "5.3.4 Message exceeds the limit of " + maxBytes + " bytes");
        }
        return raw.toByteArray();
    }

    private Envelope envelope(List<String> to) {
        String peer = context.getRemoteAddress() instanceof InetSocketAddress a
                ? a.getAddress().getHostAddress()
                : "";
        boolean tls = context instanceof Session s && s.isTLSStarted();
        return new Envelope(from, List.copyOf(to), context.getHelo().orElse(null), peer, tls, clock.instant());
    }

    private RejectException unavailable(Exception e) {
        count("UNAVAILABLE");
        log.error("smtp message not taken cause={}", String.valueOf(e.getCause() == null ? e : e.getCause()));
        return new RejectException(451, "4.3.0 Try again later");
    }

    private void count(String outcome) {
        meters.counter("barium.smtp", "outcome", outcome).increment();
    }
}
