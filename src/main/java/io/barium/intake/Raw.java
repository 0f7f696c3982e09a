package io.barium.intake;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The raw bytes of a contact as the journal keeps them: deflated (RFC 1951) by us, so that the database need not. */
public final class Raw {
    private Raw() {}

    /**
     * Gives the bytes back.
     *
     * @param deflated as stored
     * @param size of the result, as stored beside them; damaged input yields no more than this
     */
    public static byte[] inflate(byte[] deflated, int size) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] raw = new byte[size];
            int n = 0;
            while (n < size) {
                int read = inflater.inflate(raw, n, size - n);
                if (read == 0) {
                    break;
                }
                n += read;
            }
            return n == size ? raw : Arrays.copyOf(raw, n);
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }
}
