package io.barium.intake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** Digest over the fields of a row. */
    static byte[] digest(
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
            int rawSize,
            byte[] rawSha256) {
        Fields fields = new Fields();
        fields.text(source);
        fields.text(provider);
        fields.text(eventId);
        fields.text(channel);
        fields.text(callId);
        fields.time(occurredAt);
        fields.time(receivedAt);
        fields.text(contact);
        fields.text(unreadable);
        fields.text(transport);
        fields.number(rawSize);
        fields.bytes(rawSha256);
        return Sha256.of(fields.toByteArray());
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
        fields.text(row.callId());
        fields.time(row.occurredAt());
        fields.time(row.receivedAt());
        fields.text(row.contact());
        fields.text(row.unreadable());
        fields.text(row.transport());
        fields.number(row.rawSize());
        fields.bytes(row.rawSha256());
        return Sha256.of(fields.toByteArray());
    }

    /** Length-prefixed, so that no two lists of fields are the same bytes. */
    private static final class Fields {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        private final DataOutputStream out = new DataOutputStream(bytes);

        void text(@Nullable String text) {
            bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        void time(@Nullable Instant time) {
            text(time == null ? null : time.toString());
        }

        void bytes(byte @Nullable [] field) {
            number(field == null ? -1 : field.length);
            if (field != null) {
                bytes.writeBytes(field);
            }
        }

        void number(int number) {
            try {
                out.writeInt(number);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void place(long position) {
            try {
                out.writeLong(position);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
