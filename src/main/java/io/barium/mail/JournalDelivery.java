package io.barium.mail;

import io.barium.intake.Entry;
import io.barium.intake.Journal;
import io.barium.intake.Receipt;
import io.barium.mail.check.Arrival;
import io.barium.mail.check.SenderChecks;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.provider.kit.EventIds;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MimeReader;
import io.barium.provider.kit.TextBounds;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Journals the mail of our domains. */
public final class JournalDelivery implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(JournalDelivery.class);
    /** Name of this source and of its wire format, beside the sources that are configured. */
    private static final String SMTP = "smtp";

    private final Journal journal;
    private final @Nullable String authservId;
    private final @Nullable SenderChecks checks;
    private final String region;
    private final Semaphore reading;

    /**
     * Delivery into the journal.
     *
     * @param authservId whose Authentication-Results to trust; {@code null} for nobody's
     * @param checks of mail that no trusted upstream has checked; {@code null} for none
     * @param region ISO 3166 country whose notation numbers without international prefix are in
     * @param reading so many mails are read at once: while it is read, one takes many times its size, and every session
     *     has a thread of its own
     */
    public JournalDelivery(
            Journal journal,
            @Nullable String authservId,
            @Nullable SenderChecks checks,
            String region,
            Semaphore reading) {
        this.journal = journal;
        this.authservId = authservId;
        this.checks = checks;
        this.region = region;
        this.reading = reading;
    }

    @Override
    public Future<Void> deliver(Envelope envelope, byte[] raw) {
        Entry entry = inTurn(envelope, raw);
        if (checks == null
                || !(entry.contact() instanceof Mail mail)
                || mail.authentication().reportedBy() != null) {
            return append(entry);
        }
        Arrival arrival = new Arrival(envelope.peer(), envelope.helo(), envelope.from(), mail, raw);
        return Future.fromCompletionStage(checks.check(arrival))
                .compose(found -> append(
                        Entry.of(SMTP, SMTP, envelope.receivedAt(), mail.checked(found), transport(envelope), raw)));
    }

    private Entry inTurn(Envelope envelope, byte[] raw) {
        reading.acquireUninterruptibly();
        try {
            return entry(envelope, raw);
        } finally {
            reading.release();
        }
    }

    private Future<Void> append(Entry entry) {
        return journal.append(entry).map(receipt -> {
            if (receipt != Receipt.STORED) {
                log.info("smtp message again event={} receipt={}", entry.eventId(), receipt);
            }
            return null;
        });
    }

    private Entry entry(Envelope envelope, byte[] raw) {
        Map<String, Object> transport = transport(envelope);
        try {
            MailEnvelope known = new MailEnvelope(
                    eventId(envelope, raw),
                    envelope.from() == null ? null : TextBounds.name(envelope.from()),
                    envelope.to().stream().map(TextBounds::name).toList(),
                    envelope.receivedAt(),
                    authservId,
                    region);
            Mail mail = MimeReader.read(raw, known);
            return Entry.of(SMTP, SMTP, envelope.receivedAt(), mail, transport, raw);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("reader failed source={}", SMTP, e);
            return Entry.unreadable(
                    SMTP,
                    SMTP,
                    EventIds.ofContent(raw, envelope.to()),
                    Channel.MAIL,
                    envelope.receivedAt(),
                    "reader failed: " + e.getClass().getSimpleName(),
                    transport,
                    raw);
        }
    }

    /**
     * A peer that missed our 250 sends the same bytes again, and that is one contact. Without a Message-ID nothing
     * tells such a retry from a second mail of the same words, and a second mail must not be lost.
     */
    private static String eventId(Envelope envelope, byte[] raw) {
        return MimeReader.headers(raw).messageId() == null
                ? "smtp:" + UUID.randomUUID()
                : EventIds.ofContent(raw, envelope.to());
    }

    private static Map<String, Object> transport(Envelope envelope) {
        Map<String, Object> transport = new LinkedHashMap<>();
        transport.put("peer", envelope.peer());
        transport.put("helo", envelope.helo());
        transport.put("mailFrom", envelope.from());
        transport.put("rcptTo", envelope.to());
        transport.put("tls", envelope.tls());
        return transport;
    }
}
