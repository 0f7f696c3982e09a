package io.barium.provider.kit;

import java.util.regex.Pattern;

/**
 * Undoes what people and machines do to links, addresses and numbers so that they are not recognised: {@code hxxp},
 * {@code [.]}, {@code (at)}, invisible characters, digits of other scripts and full-width letters.
 */
final class Refanging {
    private static final Pattern DOT = Pattern.compile("\\s?[\\[({](?:\\.|dot)[\\])}]\\s?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AT = Pattern.compile("\\s?[\\[({](?:@|at)[\\])}]\\s?", Pattern.CASE_INSENSITIVE);
    private static final Pattern COLON = Pattern.compile("[\\[(](:|://|//)[\\])]");
    private static final Pattern SCHEME = Pattern.compile("\\bh(?:xx|\\*\\*|tt)p(s?):(?=/)", Pattern.CASE_INSENSITIVE);

    private Refanging() {}

    /** The text in plain notation; positions are not kept. */
    static String undo(String text) {
        String out = plain(text);
        if (out.indexOf('[') >= 0 || out.indexOf('(') >= 0 || out.indexOf('{') >= 0) {
            out = COLON.matcher(AT.matcher(DOT.matcher(out).replaceAll(".")).replaceAll("@"))
                    .replaceAll("$1");
        }
        return out.indexOf(':') < 0 ? out : SCHEME.matcher(out).replaceAll("http$1:");
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
