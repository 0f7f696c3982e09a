package io.barium.provider.kit;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.barium.model.TokenKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as providers give them and as people write them. Possible numbers are enough, they need not be
 * assigned: numbering plans know nothing of numbers that are set aside.
 */
public final class PhoneNumbers {
    private static final int MAX_FOUND = 300;
    private static final long MAX_TRIES = 500;
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern INTERNATIONAL =
            Pattern.compile("(?<![0-9+])(?:00|011)[ .-]?([1-9](?:[ ().\\-/]{0,3}[0-9]){6,14})(?![0-9])");
    private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

    private PhoneNumbers() {}

    /**
     * A number in a text.
     *
     * @param number E.164 where the notation allows, otherwise digits
     * @param written as it stands there
     * @param start index of its first character
     * @param end index after its last character
     */
    public record Span(String number, String written, int start, int end) {}

    /**
     * A calling or called number in E.164; anything else, like a short code or an alphanumeric sender id, as it came;
     * {@code null} when there is nothing.
     *
     * @param region ISO 3166 country of numbers without international prefix
     */
    public static @Nullable String e164(@Nullable String given, String region) {
        if (given == null || given.isBlank()) {
            return null;
        }
        String text = TextBounds.name(given);
        if (E164.matcher(text).matches()) {
            return text;
        }
        // A plus that nobody escaped arrives as a space.
        boolean lostPlus = given.startsWith(" ") && E164.matcher("+" + text).matches();
        String number = lostPlus ? "+" + text : text;
        if (TokenKeys.digits(number).length() < 7 || number.chars().anyMatch(Character::isLetter)) {
            return text;
        }
        String parsed = possible(number, region);
        return parsed == null ? text : parsed;
    }

    /** Numbers in order of appearance. */
    static List<Span> find(String text, String region) {
        if (text.chars().filter(Character::isDigit).limit(7).count() < 7) {
            return List.of();
        }
        List<Span> out = new ArrayList<>();
        for (PhoneNumberMatch match : UTIL.findNumbers(text, region, Leniency.POSSIBLE, MAX_TRIES)) {
            out.add(new Span(number(match), match.rawString(), match.start(), match.end()));
            if (out.size() == MAX_FOUND) {
                break;
            }
        }
        Matcher matcher = INTERNATIONAL.matcher(text);
        while (out.size() < MAX_FOUND && matcher.find()) {
            String parsed = possible("+" + matcher.group(1).replace("(0)", ""), region);
            if (parsed != null) {
                out.add(new Span(parsed, matcher.group(), matcher.start(), matcher.end()));
            }
        }
        return out;
    }

    private static String number(PhoneNumberMatch match) {
        ValidationResult possible = UTIL.isPossibleNumberWithReason(match.number());
        return possible == ValidationResult.IS_POSSIBLE
                ? UTIL.format(match.number(), PhoneNumberFormat.E164)
                : TokenKeys.digits(match.rawString());
    }

    private static @Nullable String possible(String number, String region) {
        try {
            PhoneNumber parsed = UTIL.parse(number, region);
            return UTIL.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE
                    ? UTIL.format(parsed, PhoneNumberFormat.E164)
                    : null;
        } catch (NumberParseException e) {
            return null;
        }
    }
}
