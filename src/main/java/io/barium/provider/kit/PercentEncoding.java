package io.barium.provider.kit;

import java.util.Arrays;

/** Percent-encoding (RFC 3986), leniently: what is no escape stays as it is. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * Decodes a range.
     *
     * @param plusIsSpace as in {@code application/x-www-form-urlencoded}
     */
    static byte[] decode(byte[] raw, int from, int to, boolean plusIsSpace) {
        byte[] out = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = raw[i];
            if (b == '%' && i + 2 < to) {
                int high = Character.digit(raw[i + 1], 16);
                int low = Character.digit(raw[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    out[length++] = (byte) ((high << 4) | low);
                    i += 2;
                    continue;
                }
            }
            out[length++] = b == '+' && plusIsSpace ? (byte) ' ' : b;
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
