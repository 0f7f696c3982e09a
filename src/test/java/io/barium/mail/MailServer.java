package io.barium.mail;

import io.barium.Journalled;
import io.barium.TestClock;
import io.barium.Wire;
import io.barium.config.Settings.Smtp;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.JournalWriter;
import io.barium.mail.check.SenderChecks;
import io.barium.model.Mail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The listener on a real port, before a real journal, and a peer's words to it. */
final class MailServer implements AutoCloseable {
    static final int MAX_BYTES = 2 << 20;
    static final int MAX_CONNECTIONS = 20;
    static final int PER_MINUTE = 30;

    final TestClock clock = new TestClock(Instant.parse("2026-11-23T12:00:00Z"));
    final PostgresAddress database = TestDatabase.migrated();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, database, 4);
    private final SmtpListener listener;

    MailServer() {
        this(journal -> journal, null, null);
    }

    MailServer(UnaryOperator<Journal> around, @Nullable Path certificate, @Nullable Path key) {
        this(around, new InFlight(64 << 20), Patience.USUAL, certificate, key);
    }

    MailServer(
            UnaryOperator<Journal> around,
            InFlight inFlight,
            Duration perMessage,
            @Nullable Path certificate,
            @Nullable Path key) {
        this(around, inFlight, perMessage, certificate, key, null, null);
    }

    MailServer(@Nullable String authservId, SenderChecks checks, @Nullable Path certificate, @Nullable Path key) {
        this(journal -> journal, new InFlight(64 << 20), Patience.USUAL, certificate, key, authservId, checks);
    }

    private MailServer(
            UnaryOperator<Journal> around,
            InFlight inFlight,
            Duration perMessage,
            @Nullable Path certificate,
            @Nullable Path key,
            @Nullable String authservId,
            @Nullable SenderChecks checks) {
        Journal journal = around.apply(new JournalWriter(vertx, pool, () -> {}));
        Delivery delivery = new JournalDelivery(journal, authservId, checks, "US", new Semaphore(2));
        Smtp settings = new Smtp(
                true,
                "127.0.0.1",
                0,
                "mx.ours.example",
                MAX_BYTES,
                MAX_CONNECTIONS,
                PER_MINUTE,
                5,
                certificate,
                key,
                authservId,
                checks != null);
        listener = new SmtpListener(
                settings,
                Map.of("ours.example", delivery, "also.example", delivery),
                inFlight,
                perMessage,
                new SimpleMeterRegistry(),
                clock);
        try {
            listener.start();
        } catch (IOException e) {
            close();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A connection whose greeting was read. */
    Wire peer() {
        Wire wire = new Wire(listener.port());
        reply(wire, "220");
        return wire;
    }

    int port() {
        return listener.port();
    }

    /** A connection of which nothing was read yet. */
    Wire knock() {
        return new Wire(listener.port());
    }

    /** As above, from another address of this machine. */
    Wire knock(String from) {
        try {
            return new Wire(new Socket(InetAddress.getLoopbackAddress(), port(), InetAddress.getByName(from), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a reply of one or more lines. */
    static String reply(Wire wire) {
        StringBuilder out = new StringBuilder();
        String line = wire.line();
        while (line.length() > 3 && line.charAt(3) == '-') {
            out.append(line).append('\n');
            line = wire.line();
        }
        return out.append(line).toString();
    }

    /** Reads a reply that has to begin like this. */
    static String reply(Wire wire, String expected) {
        String reply = reply(wire);
        if (!reply.startsWith(expected)) {
            throw new AssertionError("expected " + expected + ", found '" + reply + "'");
        }
        return reply;
    }

    /** Sends a command and reads its reply. */
    static String say(Wire wire, String command) {
        return reply(wire.send(command + "\r\n"));
    }

    /** Sends a command whose reply has to begin like this. */
    static String say(Wire wire, String command, String expected) {
        return reply(wire.send(command + "\r\n"), expected);
    }

    /** Brings a transaction up to its data. */
    static Wire envelope(Wire wire, String from, String... to) {
        say(wire, "MAIL FROM:<" + from + ">", "250");
        for (String recipient : to) {
            say(wire, "RCPT TO:<" + recipient + ">", "250");
        }
        say(wire, "DATA", "354");
        return wire;
    }

    /** One mail to Ann on a connection of its own; the final reply. */
    String mail(String message) {
        try (Wire wire = peer()) {
            say(wire, "EHLO peer.example", "250");
            envelope(wire, "mallory@evil.example", "ann@ours.example");
            return reply(wire.send(message + "\r\n.\r\n"));
        }
    }

    List<Journalled> rows() {
        return Journalled.rows(database);
    }

    Mail mail() {
        return Journalled.only(database).contact(Mail.class);
    }

    /** Stops listening; the journal stays. */
    void stop() {
        listener.close();
    }

    @Override
    public void close() {
        stop();
        pool.close().await();
        vertx.close().await();
    }
}
