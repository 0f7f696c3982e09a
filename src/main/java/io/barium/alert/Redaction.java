package io.barium.alert;

import io.barium.model.Mask;
import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks our own identifiers where the sender's text quotes them, in whatever notation. */
final class Redaction {
    private static final String BETWEEN = "[\\s()\\[\\].,/+\\u00b7\\u2010-\\u2015\\u2212-]{0,3}";
    private static final int NATIONAL_DIGITS = 8;

    private final List<Sighting.Touched> tokens;

    Redaction(List<Sighting.Touched> tokens) {
        this.tokens = tokens;
    }

    String apply(String text) {
        String out = text;
        for (Sighting.Touched token : tokens) {
            Matcher quoted = notation(token).matcher(out);
            out = quoted.replaceAll(Matcher.quoteReplacement(Mask.token(token.kind(), token.value())));
        }
        return out;
    }

    private static Pattern notation(Sighting.Touched token) {
        if (token.kind() == TokenKind.EMAIL) {
            return Pattern.compile(Pattern.quote(token.value()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
        String digits = TokenKeys.digits(token.value());
        int optional = token.kind() == TokenKind.PHONE ? Math.max(0, digits.length() - NATIONAL_DIGITS) : 0;
        StringBuilder regex =
                new StringBuilder(token.kind() == TokenKind.PHONE ? "\\+?" : "(?:\\p{L}{1,6}" + BETWEEN + ")?");
        for (int i = 0; i < digits.length(); i++) {
            String digit = "[" + digits.charAt(i) + fullWidth(digits.charAt(i)) + "]";
            regex.append(digit);
            if (i < optional) {
                regex.append('?');
            }
            if (i < digits.length() - 1) {
                regex.append(BETWEEN);
            }
        }
        return Pattern.compile(regex.toString());
    }

    private static char fullWidth(char digit) {
        return (char) ('\uFF10' + (digit - '0'));
    }
}
