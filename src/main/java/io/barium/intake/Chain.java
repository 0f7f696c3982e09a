package io.barium.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a journal row: SHA-256 over the hash of the row before and every field of this one, each length-prefixed,
 * so that no row can be changed, dropped or moved without the rows after it telling.
 *
 * <p>Version 2 hashes the fields first, on the thread that took the contact, and then hash, place and the fields'
 * digest, so that the one writer hashes a hundred bytes a row and not all of them. Version 1 hashed everything at once.
 */
final class Chain {
    /** What new chains are made with. */
    static final int VERSION = 2;

    /** What the first row of the first chain follows. */
    static final byte[] NOTHING = new byte[32];

    private static final byte[] NAME_1 = "barium-journal-1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME_2 = "barium-journal-2".getBytes(StandardCharsets.US_ASCII);

    private Chain() {}

    /**
     * Digest over the fields of a row.
     *
     * @param contactSha256 of the contact as UTF-8; {@code null} when there is none
     */
    static byte[] digest(
            String source,
            String provider,
            String eventId,
            String channel,
            @Nullable String thread,
            @Nullable Instant occurredAt,
            Instant receivedAt,
            byte @Nullable [] contactSha256,
            @Nullable String unreadable,
            String transport,
            int rawSize,
            byte[] rawSha256) {
        Fields fields = new Fields();
        fields.text(source);
        fields.text(provider);
        fields.text(eventId);
        fields.text(channel);
        fields.text(thread);
        fields.instant(occurredAt);
        fields.instant(receivedAt);
        fields.bytes(contactSha256);
        fields.text(unreadable);
        fields.text(transport);
        fields.number(rawSize);
        fields.bytes(rawSha256);
        return fields.hash();
    }

    /** Hash of a row at a place of a chain. */
    static byte[] hash(byte[] before, UUID chain, long position, byte[] digest) {
        ByteBuffer place = ByteBuffer.allocate(24)
                .putLong(chain.getMostSignificantBits())
                .putLong(chain.getLeastSignificantBits())
                .putLong(position);
        return Sha256.of(NAME_2, before, place.array(), digest);
    }

    /** Hash of a row of a chain that was begun before version 2. */
    static byte[] hashVersion1(byte[] before, UUID chain, long position, Prepared row) {
        Fields fields = new Fields();
        fields.bytes(NAME_1);
        fields.bytes(before);
        fields.text(chain.toString());
        fields.place(position);
        fields.text(row.source());
        fields.text(row.provider());
        fields.text(row.eventId());
        fields.text(row.channel());
        fields.text(row.thread());
        fields.time(row.occurredAt());
        fields.time(row.receivedAt());
        fields.text(row.contact());
        fields.text(row.unreadable());
        fields.text(row.transport());
        fields.number(row.rawSize());
        fields.bytes(row.rawSha256());
        return fields.hash();
    }

    /** Length-prefixed, so that no two lists of fields are the same bytes. */
    private static final class Fields {
        private final MessageDigest sha256 = Sha256.begin();
        private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

        void text(@Nullable String text) {
            bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        void time(@Nullable Instant time) {
            text(time == null ? null : time.toString());
        }

        void instant(@Nullable Instant time) {
            number(time == null ? -1 : Long.BYTES + Integer.BYTES);
            if (time != null) {
                place(time.getEpochSecond());
                number(time.getNano());
            }
        }

        void bytes(byte @Nullable [] field) {
            number(field == null ? -1 : field.length);
            if (field != null) {
                sha256.update(field);
            }
        }

        void number(int value) {
            sha256.update(number.putInt(0, value).array(), 0, Integer.BYTES);
        }

        void place(long value) {
            sha256.update(number.putLong(0, value).array(), 0, Long.BYTES);
        }

        byte[] hash() {
            return sha256.digest();
        }
    }
}
