package io.barium.mail;

import io.barium.intake.Entry;
import io.barium.intake.Journal;
import io.barium.intake.Receipt;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.provider.MalformedHook;
import io.barium.provider.kit.MailEnvelope;
import io.barium.provider.kit.MimeReader;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Journals the mail of our domains. */
public final class JournalDelivery implements Delivery {
    private static final Logger log = LoggerFactory.getLogger(JournalDelivery.class);
    /** Name of the source and of the provider, beside those that are configured. */
    public static final String SMTP = "smtp";

    private final Journal journal;
    private final @Nullable String authservId;
    private final String region;

    /**
     * Delivery into the journal.
     *
     * @param authservId whose Authentication-Results to trust; {@code null} for nobody's
     * @param region ISO 3166 country whose notation numbers without international prefix are in
     */
    public JournalDelivery(Journal journal, @Nullable String authservId, String region) {
        this.journal = journal;
        this.authservId = authservId;
        this.region = region;
    }

    @Override
    public Future<Void> deliver(Envelope envelope, byte[] raw) {
        Entry entry = entry(envelope, raw);
        return journal.append(entry).map(receipt -> {
            if (receipt == Receipt.CONFLICT) {
                log.warn("smtp message known with another content event={}", entry.eventId());
            }
            return null;
        });
    }

    private Entry entry(Envelope envelope, byte[] raw) {
        Map<String, Object> transport = transport(envelope);
        String digest = digest(envelope, raw);
        try {
            Mail mail = MimeReader.read(
                    raw,
                    new MailEnvelope(
                            digest, envelope.from(), envelope.to(), envelope.receivedAt(), authservId, region));
            if (mail.messageId() == null) {
                mail = MailIds.with(mail, UUID.randomUUID().toString());
            }
            return Entry.of(SMTP, SMTP, envelope.receivedAt(), mail, transport, raw);
        } catch (MalformedHook e) {
            return unreadable(envelope, digest, String.valueOf(e.getMessage()), transport, raw);
        } catch (RuntimeException | StackOverflowError e) {
            log.error("reader failed source={}", SMTP, e);
            return unreadable(
                    envelope, digest, "reader failed: " + e.getClass().getSimpleName(), transport, raw);
        }
    }
}
