package io.barium.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The raw bytes of a contact as the journal keeps them: deflated (RFC 1951) by us, so that the database need not. */
public final class Raw {
    private static final int BUFFER = 8 << 10;

    private Raw() {}

    /**
     * Gives the bytes back. Takes as much memory as there are bytes, whatever the size says.
     *
     * @param deflated as stored; nothing is given back when it is damaged
     * @param size of the result, as stored beside them; no more than this is given back
     */
    public static byte[] inflate(byte[] deflated, int size) {
        Inflater inflater = new Inflater(true);
        try (InputStream raw = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater, BUFFER)) {
            return raw.readNBytes(Math.max(0, size));
        } catch (IOException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
