package io.barium.mail;

import io.barium.config.Settings.Smtp;
import io.barium.intake.InFlight;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Receives mail for our domains by SMTP (RFC 5321), as a mail exchanger does: every local part of a domain of ours is
 * accepted, other domains are refused with 550, and 250 after DATA means that the message is in the journal.
 */
public final class SmtpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmtpListener.class);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    /** Connections beyond the limit that may be there at a time to be told so. */
    private static final int REFUSED_AT_ONCE = 20;

    private final Smtp settings;
    private final Map<String, Delivery> domains;
    private final InFlight inFlight;
    private final Patience patience;
    private final MeterRegistry meters;
    private final Clock clock;
    private @Nullable SMTPServer server;

    /**
     * A listener, not yet started.
     *
     * @param domains who takes the mail of each domain, names in lower case
     * @param inFlight bytes of all ways in; past it the answer is 452
     */
    public SmtpListener(
            Smtp settings, Map<String, Delivery> domains, InFlight inFlight, MeterRegistry meters, Clock clock) {
        this(settings, domains, inFlight, Patience.USUAL, meters, clock);
    }

    /** As above, with other times in which a message has to begin and to come to its end. */
    SmtpListener(
            Smtp settings,
            Map<String, Delivery> domains,
            InFlight inFlight,
            Duration perMessage,
            MeterRegistry meters,
            Clock clock) {
        this.settings = settings;
        this.domains = Map.copyOf(domains);
        this.inFlight = inFlight;
        this.patience = new Patience(perMessage, clock);
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Binds the port and serves from then on.
     *
     * @throws IOException when the host, the certificate or the key cannot be used
     */
    public void start() throws IOException {
        SMTPServer.Builder builder = SMTPServer.port(settings.port())
                .bindAddress(host())
                .hostName(settings.hostname())
                .softwareName("ready")
                .insertReceivedHeaders(false)
                .maxConnections(settings.maxConnections() + REFUSED_AT_ONCE)
                .maxRecipients(settings.maxRecipients())
                .maxMessageSize(settings.maxMessageBytes())
                .connectionTimeout((int) SILENCE.toMillis(), TimeUnit.MILLISECONDS)
                .sessionHandler(new Door(settings, patience, meters, clock))
                .messageHandlerFactory(ctx ->
                        new Transaction(ctx, domains, inFlight, patience, settings.maxMessageBytes(), clock, meters));
        SSLContext tls = StartTls.context(settings.certificate(), settings.key());
        if (tls != null) {
            builder.enableTLS().startTlsSocketFactory(socket -> StartTls.upgrade(tls, socket));
        }
        SMTPServer started = builder.build();
        Dialogue.applyTo(started.getCommandHandler());
        try {
            started.start();
        } catch (RuntimeException e) {
            throw new IOException(
                    "cannot listen on smtp.host " + settings.host() + ", smtp.port " + settings.port()
                            + " (BARIUM_SMTP_PORT)",
                    e);
        }
        server = started;
        log.info("smtp listening port={} startTls={} domains={}", port(), tls != null, domains.size());
    }

    private InetAddress host() throws IOException {
        try {
            return InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new IOException("smtp.host " + settings.host() + " is unknown", e);
        }
    }

    /** The bound port. */
    public int port() {
        SMTPServer s = server;
        return s == null ? settings.port() : s.getPortAllocated();
    }

    /** Whether it serves. */
    public boolean running() {
        SMTPServer s = server;
        return s != null && s.isRunning();
    }

    @Override
    public void close() {
        SMTPServer s = server;
        server = null;
        if (s != null) {
            s.stop();
        }
        patience.close();
    }
}
