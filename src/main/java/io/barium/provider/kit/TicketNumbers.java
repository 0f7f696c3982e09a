package io.barium.provider.kit;

import io.barium.model.TokenKeys;
import io.barium.provider.kit.DigitWindows.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like a ticket number: {@code SR-10482913}, {@code #4711234}, {@code ticket no. 4711 234}, and plain
 * runs of six to twelve digits that are no part of a phone number.
 */
final class TicketNumbers {
    private static final int BARE_MIN_DIGITS = 6;

    /** The most telling notations first: what one has taken the next ones leave alone. */
    private static final List<Pattern> NOTATIONS = List.of(
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])[A-Za-z]{2,10}[-_/#:]?[0-9]{2,6}(?:[-/][0-9]{2,8}){1,2}(?![\\p{L}\\p{N}])"),
            Pattern.compile("(?<![\\p{L}\\p{N}@.])[A-Za-z]{1,10}[-_/#]?[0-9]{4,14}(?![\\p{L}\\p{N}@])"),
            Pattern.compile("#\\s?[0-9](?:[ .\\-/]?[0-9]){3,13}(?![\\p{L}\\p{N}])"),
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}])(?:ticket|case|request|reference|ref|incident|order|complaint|claim|service|"
                            + "vorgang|fall|anfrage|dossier|demande|caso|solicitud|pratica|zaak)s?"
                            + "[ ]?(?:number|num|no|nr|id|n°|№)?[ ]?[.:#]{0,2}[ ]{0,2}"
                            + "([0-9](?:[ .\\-/]?[0-9]){3,13})(?![\\p{L}\\p{N}])",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
            Pattern.compile("(?<![\\p{L}\\p{N}@.+\\-/])[0-9]{" + BARE_MIN_DIGITS + ",12}(?![\\p{L}\\p{N}@])"));

    private TicketNumbers() {}

    /**
     * Numbers as written, one for each that differs in more than notation.
     *
     * @param phones phone numbers of the text; a bare run of digits in one that is written as such is no ticket
     */
    static List<String> find(String text, List<PhoneNumbers.Span> phones, int max) {
        List<Window> windows = DigitWindows.of(text, 0);
        BitSet taken = new BitSet();
        Map<String, String> out = new LinkedHashMap<>();
        for (Pattern notation : NOTATIONS) {
            if (notation == NOTATIONS.get(NOTATIONS.size() - 1)) {
                takePhones(taken, phones);
            }
            Matcher matcher = notation.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
            for (Window window : windows) {
                matcher.region(window.start(), window.end());
                while (out.size() < max && matcher.find()) {
                    int group = matcher.groupCount();
                    int used = taken.nextSetBit(matcher.start());
                    if (used < 0 || used >= matcher.end()) {
                        taken.set(matcher.start(), matcher.end());
                        String number = matcher.group(group).strip();
                        out.putIfAbsent(String.join(" ", TokenKeys.ticket(number)), number);
                    }
                }
            }
        }
        return new ArrayList<>(out.values());
    }

    private static void takePhones(BitSet taken, List<PhoneNumbers.Span> phones) {
        for (PhoneNumbers.Span phone : phones) {
            boolean bare = phone.written().chars().allMatch(Character::isDigit);
            if (!bare) {
                taken.set(phone.start(), phone.end());
            }
        }
    }
}
