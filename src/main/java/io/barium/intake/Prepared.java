package io.barium.intake;

import io.barium.model.Contact;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it will stand in its row: hashed, deflated and written as text. Made on the caller's thread, so that the
 * writer only chains and sends.
 *
 * @param deflated raw bytes, RFC 1951
 * @param rawSize of the raw bytes as they came
 * @param rawSha256 of the raw bytes as they came
 * @param digest over every field, for the chain; see {@link Chain#digest}
 * @param key what makes the event unique: 128 bits of the hash of its source and its id there
 * @param rawId names the raw bytes: 128 bits of their hash
 * @param use a single-use id of the request, made into a key as the event's is; {@code null} where there is none
 * @param readingId names what the request says: 128 bits of its hash; {@code null} when it could not be read
 * @param read what the contact's text was written from; {@code null} for a long one, and for a row that was stored
 *     before
 */
record Prepared(
        String source,
        String provider,
        String eventId,
        String channel,
        @Nullable String thread,
        @Nullable Instant occurredAt,
        Instant receivedAt,
        @Nullable String contact,
        @Nullable String unreadable,
        String transport,
        byte[] deflated,
        int rawSize,
        byte[] rawSha256,
        byte[] digest,
        UUID key,
        @Nullable UUID use,
        UUID rawId,
        @Nullable UUID readingId,
        @Nullable Contact read) {

    /**
     * A contact as it will stand in its row.
     *
     * @param sha256 of the text in UTF-8
     * @param read what the text was written from; {@code null} for a long one, and for a text that was stored before
     */
    record Written(String text, byte[] sha256, @Nullable Contact read) {
        /** Longer texts are read again rather than held twice. */
        private static final int KEPT = 64 << 10;

        static Written of(Contact contact) {
            byte[] text = ContactJson.utf8(contact);
            return new Written(
                    new String(text, StandardCharsets.UTF_8), Sha256.of(text), text.length <= KEPT ? contact : null);
        }

        /** One that was stored before; {@code null} for none. */
        static @Nullable Written stored(@Nullable String text) {
            return text == null ? null : new Written(text, Sha256.of(utf8(text)), null);
        }
    }

    /** In the transport of what points elsewhere; what was fetched for a contradiction would be taken for a contact. */
    private static final String POINTING = "\"fetch\":[";

    /** A field has room for longer ids, but no honest id is longer; what is, is kept as its hash. */
    private static final int MAX_ID = 200;

    /**
     * Senders write any date; what lies outside of these years PostgreSQL and its drivers do not give back as it was.
     */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** A row of fields that are fit to be stored; computes what follows from them. */
    static Prepared of(
            String source,
            String provider,
            String eventId,
            String channel,
            @Nullable String thread,
            @Nullable Instant occurredAt,
            Instant receivedAt,
            @Nullable Written contact,
            @Nullable String unreadable,
            String transport,
            byte[] deflated,
            int rawSize,
            byte[] rawSha256,
            @Nullable UUID use) {
        byte[] digest = Chain.digest(
                source,
                provider,
                eventId,
                channel,
                thread,
                occurredAt,
                receivedAt,
                contact == null ? null : contact.sha256(),
                unreadable,
                transport,
                rawSize,
                rawSha256);
        return new Prepared(
                source,
                provider,
                eventId,
                channel,
                thread,
                occurredAt,
                receivedAt,
                contact == null ? null : contact.text(),
                unreadable,
                transport,
                deflated,
                rawSize,
                rawSha256,
                digest,
                key(source, eventId),
                use,
                first16(rawSha256),
                contact == null ? null : first16(contact.sha256()),
                contact == null ? null : contact.read());
    }

    static Prepared of(Entry e) {
        Contact contact = e.contact();
        return of(
                e.source(),
                e.provider(),
                id(e.eventId()),
                e.channel().name(),
                e.thread() == null ? null : id(e.thread()),
                contact == null ? null : plausible(contact.occurredAt()),
                micros(e.receivedAt()),
                contact == null ? null : Written.of(contact),
                e.unreadable() == null ? null : e.unreadable().replace('\0', '\uFFFD'),
                TransportJson.write(e.transport()),
                Deflate.of(e.raw()),
                e.raw().length,
                Sha256.of(e.raw()),
                e.singleUse() == null || e.singleUse().equals(e.eventId()) ? null : key(e.source(), id(e.singleUse())));
    }

    /** The same request without its reading, for a database that refuses what was read. */
    Prepared unread(String why) {
        return of(
                source,
                provider,
                eventId,
                channel,
                null,
                null,
                receivedAt,
                null,
                why,
                "{}",
                deflated,
                rawSize,
                rawSha256,
                use);
    }

    /**
     * The same request as an event of its own and without its reading, for one that was acknowledged before it was
     * known that its event, or what it may use once, has come with another content. It is kept, and is no evidence of a
     * contact.
     */
    Prepared contradicting() {
        String other = "conflict:" + HexFormat.of().formatHex(rawSha256);
        return of(
                source,
                provider,
                other,
                channel,
                null,
                null,
                receivedAt,
                null,
                "acknowledged while the database was away; event " + eventId + " or its single use has another content",
                transport.contains(POINTING) ? "{}" : transport,
                deflated,
                rawSize,
                rawSha256,
                null);
    }

    private static UUID key(String source, String id) {
        return first16(Sha256.of(utf8(source), new byte[1], utf8(id)));
    }

    /** Bytes in flight, for bounding a batch. */
    int weight() {
        return deflated.length + (contact == null ? 0 : contact.length()) + transport.length() + 500;
    }

    /** A provider that sends an event again may pack it anew; what counts is what it says. */
    boolean saysTheSameAs(Prepared other) {
        return Arrays.equals(rawSha256, other.rawSha256) || (contact != null && contact.equals(other.contact));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static UUID first16(byte[] sha256) {
        ByteBuffer bytes = ByteBuffer.wrap(sha256);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static String id(String id) {
        String clean = id.replace('\0', '\uFFFD');
        if (clean.length() <= MAX_ID) {
            return clean;
        }
        return "sha256:" + HexFormat.of().formatHex(Sha256.of(utf8(clean)));
    }

    /** PostgreSQL keeps microseconds; the hash must cover what will be read back. */
    private static Instant micros(Instant t) {
        return t.truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Instant plausible(@Nullable Instant t) {
        return t == null || t.isBefore(EARLIEST) || t.isAfter(LATEST) ? null : micros(t);
    }
}
