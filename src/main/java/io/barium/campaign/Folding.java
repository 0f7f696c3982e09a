package io.barium.campaign;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Letters as the eye takes them: lower-case, without accents, Cyrillic and Greek look-alikes as the Latin letters that
 * they pass for (after the confusables of Unicode TS 39; the common ones).
 */
public final class Folding {
    private static final String FOREIGN =
            "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u04bb\u0261\u0131"
                    + "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7";
    private static final String LATIN = "abekmhopctyxijsdqhgi" + "abeikvoptux";

    private Folding() {}

    /** A text of at most so many characters, folded. */
    static String fold(String text, int most) {
        String bounded = text.length() > most ? text.substring(0, most) : text;
        String lower = bounded.toLowerCase(Locale.ROOT);
        if (isAscii(lower)) {
            return lower;
        }
        String parts = Normalizer.normalize(lower, Normalizer.Form.NFKD);
        StringBuilder out = new StringBuilder(lower.length());
        for (int i = 0; i < parts.length() && out.length() < 2 * most; i++) {
            char c = parts.charAt(i);
            int type = Character.getType(c);
            if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
                continue;
            }
            int at = c < 0x80 ? -1 : FOREIGN.indexOf(c);
            if (c == '\u00df') {
                out.append("ss");
            } else {
                out.append(at < 0 ? c : LATIN.charAt(at));
            }
        }
        return out.toString();
    }

    /**
     * Words of so many characters at most, with single spaces between and around them; digits that pass for letters
     * inside a word are letters.
     */
    public static String words(String text, int most) {
        String folded = fold(text, most);
        StringBuilder out = new StringBuilder(folded.length() + 2).append(' ');
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                boolean besideLetter = (i > 0 && Character.isLetter(folded.charAt(i - 1)))
                        || (i + 1 < folded.length() && Character.isLetter(folded.charAt(i + 1)));
                out.append(besideLetter ? letter(c) : c);
            } else if (out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        }
        return out.charAt(out.length() - 1) == ' '
                ? out.toString()
                : out.append(' ').toString();
    }

    /** What the eye makes of a domain label: {@code rn} is an m, and nobody tells 1, l and i apart. */
    static String skeleton(String label) {
        StringBuilder out = new StringBuilder();
        for (char c : fold(label, 100).toCharArray()) {
            char letter = letter(c);
            out.append(letter == 'i' ? 'l' : letter);
        }
        return out.toString().replace("rn", "m").replace("vv", "w").replace("-", "");
    }

    private static char letter(char c) {
        return switch (c) {
            case '0' -> 'o';
            case '1' -> 'l';
            case '3' -> 'e';
            case '5' -> 's';
            default -> c;
        };
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
