package io.barium.provider.kit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Percent-encoding (RFC 3986), leniently: what is no escape stays as it is. */
final class PercentEncoding {
    /** Value of each hex digit, -1 for every other byte. */
    private static final byte[] HEX = hexDigits();

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW_BITS = 0x7f * ONES;

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
     * Decodes a range into an array, which has room for as many bytes as the range has, however few they mean; what is
     * behind those that are written, as far as that room goes, is undefined.
     *
     * @return index after what was written
     */
    static int decode(byte[] raw, int from, int to, boolean plusIsSpace, byte[] out, int at) {
        int length = at;
        int i = from;
        while (i < to) {
            // What is written too much is written over, and there is room for it: the text never gets longer.
            if (i + Long.BYTES <= to) {
                long eight = (long) EIGHT.get(raw, i);
                long plus = plusIsSpace ? places(eight, '+') : 0;
                EIGHT.set(out, length, eight ^ (plus >>> 7) * ('+' ^ ' '));
                int plain = Long.numberOfTrailingZeros(places(eight, '%')) / Byte.SIZE;
                length += plain;
                i += plain;
                if (plain == Long.BYTES) {
                    continue;
                }
            }
            byte b = raw[i++];
            if (b == '%' && i + 1 < to) {
                int escaped = HEX[raw[i] & 0xff] << 4 | HEX[raw[i + 1] & 0xff];
                if (escaped >= 0) {
                    b = (byte) escaped;
                    i += 2;
                }
            } else if (b == '+' && plusIsSpace) {
                b = ' ';
            }
            out[length++] = b;
        }
        return length;
    }

    /** The highest bit of each of the eight bytes that is that character. */
    private static long places(long eight, char character) {
        long other = eight ^ character * ONES;
        return ~((other & LOW_BITS) + LOW_BITS | other | LOW_BITS);
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
