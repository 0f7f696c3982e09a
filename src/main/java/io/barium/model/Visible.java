package io.barium.model;

import org.jspecify.annotations.Nullable;

/**
 * Hostile text made honest: characters that hide, reorder or control are written out as {@code [U+202E]}. Escaping for
 * HTML is the templates' work and comes after.
 */
public final class Visible {
    private Visible() {}

    /** Text that keeps its line breaks and tabs. */
    public static String text(@Nullable String hostile) {
        return show(hostile == null ? "" : hostile.replace("\r\n", "\n"), true);
    }

    /** Text that has to stay on one line. */
    public static String line(@Nullable String hostile) {
        return show(hostile == null ? "" : hostile, false);
    }

    /**
     * Text that has to stay on one line and short.
     *
     * @param most UTF-16 units of it that are kept
     */
    public static String line(@Nullable String hostile, int most) {
        String whole = hostile == null ? "" : hostile;
        if (whole.length() <= most) {
            return line(whole);
        }
        int end = Character.isHighSurrogate(whole.charAt(most - 1)) ? most - 1 : most;
        return line(whole.substring(0, end)) + "\u2026";
    }

    private static String show(String hostile, boolean lines) {
        StringBuilder out = new StringBuilder(hostile.length());
        hostile.codePoints().forEach(c -> {
            if ((lines && (c == '\n' || c == '\t')) || !deceives(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format("[U+%04X]", c));
            }
        });
        return out.toString();
    }

    private static boolean deceives(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }
}
