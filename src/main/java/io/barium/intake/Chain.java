package io.barium.intake;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a journal row: SHA-256 over the hash of the row before and every field of this one, each length-prefixed,
 * so that no row can be changed, dropped or moved without the rows after it telling.
 */
final class Chain {
    /** What the first row of the first chain follows. */
    static final byte[] NOTHING = new byte[32];

    private static final byte[] VERSION = "barium-journal-1".getBytes(StandardCharsets.US_ASCII);

    private Chain() {}

    /** Hash of a row at a place of a chain. */
    static byte[] hash(byte[] before, UUID chain, long position, Prepared row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            field(out, VERSION);
            field(out, before);
            text(out, chain.toString());
            out.writeLong(position);
            text(out, row.source());
            text(out, row.provider());
            text(out, row.eventId());
            text(out, row.channel());
            text(out, row.callId());
            time(out, row.occurredAt());
            time(out, row.receivedAt());
            text(out, row.contact());
            text(out, row.unreadable());
            text(out, row.transport());
            out.writeInt(row.rawSize());
            field(out, row.rawSha256());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Prepared.sha256().digest(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        field(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static void time(DataOutputStream out, @Nullable Instant time) throws IOException {
        text(out, time == null ? null : time.toString());
    }

    private static void field(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            out.writeInt(-1);
            return;
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
