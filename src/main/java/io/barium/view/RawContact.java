package io.barium.view;

import io.barium.model.Channel;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a contact as they came, still deflated (RFC 1951).
 *
 * @param id journal sequence
 * @param channel mail, call or SMS
 * @param deflated as stored; {@code null} once retention has dropped them
 * @param size bytes once inflated
 * @param sha256 of the inflated bytes
 * @param wholeWith the event of the same source whose bytes are the whole request, where these are the contact's part
 *     of it; {@code null} where these are the whole
 */
public record RawContact(
        long id,
        Channel channel,
        byte @Nullable [] deflated,
        int size,
        byte[] sha256,
        @Nullable String wholeWith) {

    /** Whether retention has dropped the bytes; their hash is still there. */
    public boolean dropped() {
        return deflated == null;
    }

    /**
     * Inflates; takes about a millisecond for each 300 KB, so larger ones stay off the event loop.
     *
     * @param atMost bytes wanted from the start
     * @throws IllegalStateException when the stored bytes are damaged or dropped
     */
    public byte[] inflate(int atMost) {
        if (deflated == null) {
            throw new IllegalStateException("raw bytes of journal row " + id + " were dropped by retention");
        }
        byte[] out = new byte[Math.min(size, atMost)];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            int filled = 0;
            while (filled < out.length) {
                int n = inflater.inflate(out, filled, out.length - filled);
                if (n == 0 && (inflater.finished() || inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IllegalStateException(
                            "raw bytes of journal row " + id + " end after " + filled + " of " + size + " bytes");
                }
                filled += n;
            }
            return out;
        } catch (DataFormatException e) {
            throw new IllegalStateException("raw bytes of journal row " + id + " are damaged", e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawContact raw && raw.id == id && Arrays.equals(raw.deflated, deflated);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return "RawContact[id=" + id + ", size=" + size + "]";
    }
}
