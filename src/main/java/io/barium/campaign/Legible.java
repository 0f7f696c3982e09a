package io.barium.campaign;

/** A sender's text where people read it: on one line, bounded, and without what hides or reorders letters. */
final class Legible {
    private Legible() {}

    /** At most so many characters; cut text ends in an ellipsis. */
    static String of(String text, int most) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), most + 2));
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085') {
                gap = !out.isEmpty();
                continue;
            }
            if (isHidden(c)) {
                continue;
            }
            if (out.length() + Character.charCount(c) + (gap ? 1 : 0) > most - 1) {
                return ends(text, i - Character.charCount(c), most, out, gap);
            }
            if (gap) {
                out.append(' ');
                gap = false;
            }
            out.appendCodePoint(c);
        }
        return out.toString();
    }

    /** The last place is for what ends the text, or for the mark that it goes on. */
    private static String ends(String text, int at, int most, StringBuilder out, boolean gap) {
        int c = text.codePointAt(at);
        boolean last = at + Character.charCount(c) == text.length();
        return last && !gap && out.length() + Character.charCount(c) <= most
                ? out.appendCodePoint(c).toString()
                : out.append('\u2026').toString();
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
