package io.barium.provider.kit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what people and machines do to links, addresses and numbers so that they are not recognised: {@code hxxp},
 * {@code [.]}, {@code (at)}, invisible characters, digits of other scripts and full-width letters.
 */
final class Refanging {
    /** What is written in brackets, and what it stands for. */
    private record Notation(String written, String plain, boolean dropsBlanks) {}

    private static final List<Notation> NOTATIONS = List.of(
            new Notation(".", ".", true),
            new Notation("dot", ".", true),
            new Notation("@", "@", true),
            new Notation("at", "@", true),
            new Notation("://", "://", false),
            new Notation("//", "//", false),
            new Notation(":", ":", false));

    private static final List<String> FANGED = List.of("xx", "**", "tt");

    private Refanging() {}

    /** The text in plain notation; positions are not kept. */
    static String undo(String text) {
        return schemes(unbracketed(plain(text)));
    }

    private static String unbracketed(String text) {
        int at = bracket(text, 0);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            Notation found = notation(text, at);
            int end = at + 1;
            if (found != null) {
                end = at + found.written().length() + 2;
                boolean before = found.dropsBlanks() && at > from && isBlank(text.charAt(at - 1));
                out.append(text, from, before ? at - 1 : at).append(found.plain());
                boolean behind = found.dropsBlanks() && end < text.length() && isBlank(text.charAt(end));
                end += behind ? 1 : 0;
                from = end;
            }
            at = bracket(text, end);
        }
        return out.append(text, from, text.length()).toString();
    }

    private static int bracket(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[' || c == '(' || c == '{') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Notation notation(String text, int open) {
        for (Notation n : NOTATIONS) {
            int close = open + 1 + n.written().length();
            if (close < text.length()
                    && "])}".indexOf(text.charAt(close)) >= 0
                    && text.regionMatches(
                            true, open + 1, n.written(), 0, n.written().length())
                    && (n.dropsBlanks() || (text.charAt(open) != '{' && text.charAt(close) != '}'))) {
                return n;
            }
        }
        return null;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** {@code hxxp://}, {@code h**ps://} and {@code HTTP://}. */
    private static String schemes(String text) {
        StringBuilder out = null;
        for (int colon = text.indexOf(":/"); colon >= 0; colon = text.indexOf(":/", colon + 1)) {
            boolean secure = colon > 0 && (text.charAt(colon - 1) | ' ') == 's';
            int start = colon - (secure ? 5 : 4);
            if (start >= 0
                    && (text.charAt(start) | ' ') == 'h'
                    && (text.charAt(start + 3) | ' ') == 'p'
                    && FANGED.stream().anyMatch(f -> text.regionMatches(true, start + 1, f, 0, 2))
                    && (start == 0 || !isWord(text.charAt(start - 1)))) {
                out = out == null ? new StringBuilder(text) : out;
                out.replace(start, start + 4, "http");
            }
        }
        return out == null ? text : out.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static String plain(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) < 0x80) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isDigit(c)) {
                out.append((char) ('0' + Character.digit(c, 10)));
            } else if (c > 0xFF00 && c < 0xFF5F) {
                out.append((char) (c - 0xFF00 + ' '));
            } else if (Character.getType(c) == Character.DASH_PUNCTUATION || c == 0x2212) {
                out.append('-');
            } else if (Character.isSpaceChar(c)) {
                out.append(' ');
            } else if (c == 0x3002 || c == 0xFF61) {
                out.append('.');
            } else if (Character.getType(c) != Character.FORMAT) {
                out.appendCodePoint(c);
            }
        }
        return out.toString();
    }
}
