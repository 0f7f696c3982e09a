package io.barium.model;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks our own identifiers where a sender's text quotes them, in whatever notation. */
public final class Redaction {
    /** Shows everything. */
    public static final Redaction NONE = new Redaction(List.of());

    private static final String BETWEEN = "[\\s()\\[\\].,/+#\\u00b7\\u2010-\\u2015\\u2212-]{0,3}";
    private static final int NATIONAL_DIGITS = 8;
    private static final char WIDE_ZERO = '\uFF10';

    private final List<Rule> rules;

    /**
     * An identifier of ours.
     *
     * @param value lower-case address, E.164 number, or ticket number
     */
    public record Identifier(TokenKind kind, String value) {}

    private record Rule(Pattern notation, String mask) {}

    private Redaction(List<Rule> rules) {
        this.rules = rules;
    }

    /** Masks these. */
    public static Redaction of(List<Identifier> identifiers) {
        return new Redaction(identifiers.stream()
                .map(i -> new Rule(notation(i), Matcher.quoteReplacement(Mask.token(i.kind(), i.value()))))
                .toList());
    }

    /** The text with every identifier masked. */
    public String apply(String text) {
        String out = text;
        for (Rule rule : rules) {
            out = rule.notation().matcher(out).replaceAll(rule.mask());
        }
        return out;
    }

    /** The digits of a number or ticket without which it is in no text. */
    static String needed(Identifier identifier) {
        String digits = TokenKeys.digits(identifier.value());
        return identifier.kind() == TokenKind.PHONE
                ? digits.substring(Math.max(0, digits.length() - NATIONAL_DIGITS))
                : digits;
    }

    /** The ASCII digit that a character of a text is taken for; -1 for none. */
    static int digit(int c) {
        int plain = c >= WIDE_ZERO ? c - WIDE_ZERO + '0' : c;
        return plain >= '0' && plain <= '9' ? plain : -1;
    }

    /**
     * The digits with whatever people put between them; a number also without its country code, a ticket without its
     * letters.
     */
    private static Pattern notation(Identifier identifier) {
        if (identifier.kind() == TokenKind.EMAIL) {
            return Pattern.compile(Pattern.quote(identifier.value()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
        boolean phone = identifier.kind() == TokenKind.PHONE;
        String digits = TokenKeys.digits(identifier.value());
        int optional = digits.length() - needed(identifier).length();
        StringBuilder regex = new StringBuilder(phone ? "\\+?" : "(?:\\p{L}{1,6}" + BETWEEN + ")?");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            regex.append('[')
                    .append(digit)
                    .append((char) (WIDE_ZERO + (digit - '0')))
                    .append(']');
            if (i < optional) {
                regex.append('?');
            }
            if (i < digits.length() - 1) {
                regex.append(BETWEEN);
            }
        }
        return Pattern.compile(regex.toString());
    }
}
