package io.barium.mail.check;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash of a mail's body, prepared as DKIM wants it (RFC 6376 section 3.4). The library's own preparation takes an
 * empty body, which has two forms, for one with an empty line.
 */
final class BodyHash {
    private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final byte[] raw;
    private final boolean relaxed;
    private final byte[] line = new byte[4_096];
    private int filled;

    private BodyHash(byte[] raw, boolean relaxed, String algorithm) throws NoSuchAlgorithmException {
        this.raw = raw;
        this.relaxed = relaxed;
        this.digest = MessageDigest.getInstance(algorithm);
    }

    /**
     * The hash.
     *
     * @param start where the body begins
     * @param algorithm by the JDK's name
     */
    static byte[] of(byte[] raw, int start, boolean relaxed, String algorithm) throws NoSuchAlgorithmException {
        BodyHash hash = new BodyHash(raw, relaxed, algorithm);
        boolean written = hash.lines(start);
        if (!written && !relaxed) {
            hash.digest.update(LINE_END);
        }
        return hash.digest.digest();
    }

    /** Empty lines count only where another line follows. */
    private boolean lines(int start) {
        int empty = 0;
        boolean written = false;
        for (int from = start; from < raw.length; ) {
            int end = lineEnd(from);
            int last = relaxed ? withoutBlanks(from, end) : end;
            if (last == from) {
                empty++;
            } else {
                for (; empty > 0; empty--) {
                    digest.update(LINE_END);
                }
                text(from, last);
                digest.update(LINE_END);
                written = true;
            }
            from = end + LINE_END.length;
        }
        return written;
    }

    private int lineEnd(int from) {
        int i = from;
        while (i + 1 < raw.length && !(raw[i] == '\r' && raw[i + 1] == '\n')) {
            i++;
        }
        return i + 1 < raw.length ? i : raw.length;
    }

    private int withoutBlanks(int from, int end) {
        int last = end;
        while (last > from && isBlank(raw[last - 1])) {
            last--;
        }
        return last;
    }

    private void text(int from, int to) {
        if (!relaxed) {
            digest.update(raw, from, to - from);
            return;
        }
        boolean blank = false;
        for (int i = from; i < to; i++) {
            if (isBlank(raw[i])) {
                blank = true;
            } else {
                if (blank) {
                    put((byte) ' ');
                }
                put(raw[i]);
                blank = false;
            }
        }
        flush();
    }

    private void put(byte b) {
        if (filled == line.length) {
            flush();
        }
        line[filled++] = b;
    }

    private void flush() {
        digest.update(line, 0, filled);
        filled = 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
