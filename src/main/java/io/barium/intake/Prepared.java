package io.barium.intake;

import io.barium.model.Call;
import io.barium.model.Contact;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it will stand in its row: hashed, deflated and written as text. Made on the caller's thread, so that the
 * writer only chains and sends.
 */
record Prepared(
        String source,
        String provider,
        String eventId,
        String channel,
        @Nullable String callId,
        @Nullable Instant occurredAt,
        Instant receivedAt,
        @Nullable String contact,
        @Nullable String unreadable,
        String transport,
        byte[] deflated,
        int rawSize,
        byte[] rawSha256) {

    /** A btree entry has room for 2,704 bytes; ids longer than this are kept as their hash. */
    private static final int MAX_ID = 200;

    /**
     * Senders write any date; what lies outside of these years PostgreSQL and its drivers do not give back as it was.
     */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Prepared::digest);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static Prepared of(Entry e) {
        Contact contact = e.contact();
        return new Prepared(
                e.source(),
                e.provider(),
                id(e.eventId()),
                e.channel().name(),
                contact instanceof Call call ? id(call.callId()) : null,
                contact == null ? null : plausible(contact.occurredAt()),
                micros(e.receivedAt()),
                contact == null ? null : ContactJson.write(contact),
                e.unreadable() == null ? null : e.unreadable().replace('\0', '\uFFFD'),
                TransportJson.write(e.transport()),
                Deflate.of(e.raw()),
                e.raw().length,
                sha256().digest(e.raw()));
    }

    /** Bytes in flight, for bounding a batch. */
    int weight() {
        return deflated.length + (contact == null ? 0 : contact.length()) + transport.length() + 500;
    }

    /** This thread's digest, reset. */
    static MessageDigest sha256() {
        return SHA256.get();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String id(String id) {
        String clean = id.replace('\0', '\uFFFD');
        if (clean.length() <= MAX_ID) {
            return clean;
        }
        byte[] digest = sha256().digest(clean.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    /** PostgreSQL keeps microseconds; the hash must cover what will be read back. */
    private static Instant micros(Instant t) {
        return t.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Instant plausible(@Nullable Instant t) {
        return t == null || t.isBefore(EARLIEST) || t.isAfter(LATEST) ? null : micros(t);
    }
}
