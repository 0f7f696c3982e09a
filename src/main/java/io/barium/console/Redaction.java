package io.barium.console;

import io.barium.model.TokenKind;
import io.barium.view.Match;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Masks our own identifiers where a contact names them, in any of their usual notations. */
final class Redaction {
    private final List<Rule> rules;

    private record Rule(Pattern pattern, String mask) {}

    private Redaction(List<Rule> rules) {
        this.rules = rules;
    }

    /** Masks these tokens. */
    static Redaction of(List<Match> matches) {
        return new Redaction(matches.stream()
                .map(m -> new Rule(pattern(m), Matcher.quoteReplacement(m.masked())))
                .toList());
    }

    /** Shows everything. */
    static Redaction none() {
        return new Redaction(List.of());
    }

    String apply(String text) {
        String out = text;
        for (Rule rule : rules) {
            out = rule.pattern.matcher(out).replaceAll(rule.mask);
        }
        return out;
    }

    private static Pattern pattern(Match match) {
        if (match.kind() == TokenKind.EMAIL) {
            return Pattern.compile(Pattern.quote(match.value()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        }
        String characters = match.value()
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining("[\\s().\\-/\u2010-\u2015\u00a0#]{0,3}"));
        return Pattern.compile("\\+?" + characters, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
