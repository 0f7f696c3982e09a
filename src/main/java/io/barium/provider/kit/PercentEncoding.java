package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoding (RFC 3986), leniently: what is no escape stays as it is. */
final class PercentEncoding {
    /** Value of each hex digit, -1 for every other byte. */
    private static final byte[] HEX = hexDigits();

    private PercentEncoding() {}

    /**
     * Decodes a range.
     *
     * @param plusIsSpace as in {@code application/x-www-form-urlencoded}
     */
    static byte[] decode(byte[] raw, int from, int to, boolean plusIsSpace) {
        byte[] out = new byte[to - from];
        int length = decode(raw, from, to, plusIsSpace, out, 0);
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /**
     * Decodes a range into an array, which has room for all of it.
     *
     * @return index after what was written
     */
    static int decode(byte[] raw, int from, int to, boolean plusIsSpace, byte[] out, int at) {
        int length = at;
        for (int i = from; i < to; i++) {
            byte b = raw[i];
            if (b == '%' && i + 2 < to) {
                int escaped = HEX[raw[i + 1] & 0xff] << 4 | HEX[raw[i + 2] & 0xff];
                if (escaped >= 0) {
                    out[length++] = (byte) escaped;
                    i += 2;
                    continue;
                }
            }
            out[length++] = b == '+' && plusIsSpace ? (byte) ' ' : b;
        }
        return length;
    }

    /** A range of {@code application/x-www-form-urlencoded} as UTF-8 text. */
    static String text(byte[] raw, int from, int to) {
        for (int i = from; i < to; i++) {
            if (raw[i] == '%' || raw[i] == '+') {
                return new String(decode(raw, from, to, true), StandardCharsets.UTF_8);
            }
        }
        return new String(raw, from, to - from, StandardCharsets.UTF_8);
    }

    private static byte[] hexDigits() {
        byte[] hex = new byte[256];
        for (int i = 0; i < hex.length; i++) {
            hex[i] = (byte) Character.digit((char) (i < 0x80 ? i : 0), 16);
        }
        return hex;
    }
}
