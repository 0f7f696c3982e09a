package io.barium.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The notations under which a token is recognised, as keys that compare equal whatever the separators, case or
 * international prefix. Registering a token and looking one up go through the same functions, so that they cannot
 * disagree.
 */
public final class TokenKeys {

    /** Shorter national numbers collide too easily between countries to identify a token. */
    private static final int NATIONAL_MIN_DIGITS = 8;
    /** Shorter bare digit strings appear in ordinary text too often to identify a ticket. */
    private static final int TICKET_MIN_DIGITS = 6;

    private TokenKeys() {}

    /** Key of a mail address: lower-case, angle brackets and a plus-tag removed. */
    public static String mail(String address) {
        String a = address.strip().toLowerCase(Locale.ROOT);
        if (a.startsWith("<") && a.endsWith(">")) {
            a = a.substring(1, a.length() - 1);
        }
        int at = a.lastIndexOf('@');
        int plus = a.indexOf('+');
        return plus > 0 && plus < at ? a.substring(0, plus) + a.substring(at) : a;
    }

    /**
     * Keys of an owned number: its E.164 digits, and its national significant number where that is long enough.
     *
     * @param e164 number with leading plus
     * @param countryCode country calling code without plus
     */
    public static List<String> ownedPhone(String e164, int countryCode) {
        String digits = digits(e164);
        List<String> keys = new ArrayList<>();
        keys.add(digits);
        String cc = Integer.toString(countryCode);
        if (digits.startsWith(cc) && digits.length() - cc.length() >= NATIONAL_MIN_DIGITS) {
            keys.add(digits.substring(cc.length()));
        }
        return keys;
    }

    /**
     * Keys under which a number that somebody wrote may be registered: as it stands and without international or trunk
     * prefix.
     */
    public static List<String> writtenPhone(String written) {
        String digits = digits(written.replace("(0)", ""));
        List<String> keys = new ArrayList<>();
        keys.add(digits);
        for (String prefix : List.of("011", "00", "0", "1")) {
            if (digits.startsWith(prefix) && digits.length() - prefix.length() >= NATIONAL_MIN_DIGITS) {
                keys.add(digits.substring(prefix.length()));
            }
        }
        return keys;
    }

    /**
     * Keys of a ticket number: letters and digits without separators, and the digits alone where there are enough of
     * them.
     */
    public static List<String> ticket(String number) {
        StringBuilder compact = new StringBuilder();
        number.toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(compact::appendCodePoint);
        String digits = digits(number);
        List<String> keys = new ArrayList<>();
        keys.add(compact.toString());
        if (digits.length() >= TICKET_MIN_DIGITS && !digits.contentEquals(compact)) {
            keys.add(digits);
        }
        return keys;
    }

    /** The decimal digits of any script, as ASCII. */
    public static String digits(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().filter(Character::isDigit).forEach(c -> out.append(Character.digit(c, 10)));
        return out.toString();
    }
}
