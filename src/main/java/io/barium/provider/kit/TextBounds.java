package io.barium.provider.kit;

/**
 * Bounds for what senders write, and a safe alphabet: no control characters, no half surrogates, so that any text can
 * be stored as JSON in PostgreSQL and shown on one terminal line.
 */
public final class TextBounds {
    /** Bound of bodies, messages and transcriptions, in UTF-16 units. */
    public static final int TEXT = 100_000;
    /** Bound of subjects, in UTF-16 units. */
    public static final int SUBJECT = 1_000;
    /** Bound of names, addresses, file names and the like, in UTF-16 units. */
    public static final int NAME = 320;

    private static final char HARMLESS = '\uFFFD';

    private TextBounds() {}

    /**
     * A text within its bound.
     *
     * @param text what remains
     * @param truncated whether something was cut off
     */
    public record Bounded(String text, boolean truncated) {}

    /** A body: line ends become {@code \n}, tabs stay. */
    public static Bounded text(String raw) {
        int end = cut(raw, TEXT);
        return new Bounded(tidied(raw, end, true), end < raw.length());
    }

    /** A subject, on one line. */
    public static String subject(String raw) {
        return line(raw, SUBJECT);
    }

    /** A name or other short field, on one line, without the characters that turn the reading direction. */
    public static String name(String raw) {
        return line(raw, NAME);
    }

    private static String line(String raw, int max) {
        String stripped = raw.strip();
        return tidied(stripped, cut(stripped, max), false);
    }

    private static int cut(String raw, int max) {
        if (raw.length() <= max) {
            return raw.length();
        }
        return Character.isHighSurrogate(raw.charAt(max - 1)) ? max - 1 : max;
    }

    private static String tidied(String raw, int end, boolean lines) {
        int plain = 0;
        while (plain < end && isPlain(raw.charAt(plain), lines)) {
            plain++;
        }
        return plain == end ? raw.substring(0, end) : harmless(raw, plain, end, lines);
    }

    /** Most of what comes is such; the rest is looked at more closely. */
    private static boolean isPlain(char c, boolean lines) {
        return (c >= ' ' && c < 0x7f) || (c == '\n' && lines);
    }

    /** Goes on behind a start that can stay as it is. */
    private static String harmless(String raw, int start, int end, boolean lines) {
        StringBuilder out = new StringBuilder(end).append(raw, 0, start);
        for (int i = start; i < end; i++) {
            int plain = i;
            while (plain < end && isPlain(raw.charAt(plain), lines)) {
                plain++;
            }
            if (plain > i) {
                out.append(raw, i, plain);
                i = plain - 1;
                continue;
            }
            char c = raw.charAt(i);
            if (c == '\n' || c == '\r') {
                boolean pair = c == '\r' && i + 1 < end && raw.charAt(i + 1) == '\n';
                if (!pair) {
                    out.append(lines ? '\n' : ' ');
                }
            } else if (c == '\t') {
                out.append(lines ? '\t' : ' ');
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(raw.charAt(i + 1))) {
                out.append(c).append(raw.charAt(++i));
            } else {
                out.append(isHarmful(c, lines) ? HARMLESS : c);
            }
        }
        return out.toString();
    }

    private static boolean isHarmful(char c, boolean lines) {
        return Character.isISOControl(c)
                || Character.isSurrogate(c)
                || c == '\u2028'
                || c == '\u2029'
                || (!lines && ((c >= '\u202A' && c <= '\u202E') || (c >= '\u2066' && c <= '\u2069')));
    }
}
