package io.barium.provider.kit;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.barium.model.TokenKeys;
import io.barium.provider.kit.DigitWindows.Window;
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
        if (isE164(text)) {
            return text;
        }
        // A plus that nobody escaped arrives as a space.
        boolean lostPlus = given.startsWith(" ") && isE164("+" + text);
        String number = lostPlus ? "+" + text : text;
        if (TokenKeys.digits(number).length() < 7 || number.chars().anyMatch(Character::isLetter)) {
            return text;
        }
        String parsed = possible(number, region);
        return parsed == null ? text : parsed;
    }

    /** Most numbers come as E.164; asking the numbering plans about them takes a hundred times as long. */
    private static boolean isE164(String text) {
        int length = text.length();
        if (length < 8 || length > 16 || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Numbers in order of appearance. */
    static List<Span> find(String text, String region) {
        if (!hasDigits(text, 7)) {
            return List.of();
        }
        List<Window> windows = DigitWindows.of(text, DigitWindows.REACH);
        List<Span> out = new ArrayList<>();
        for (Window window : windows) {
            inPlans(text.substring(window.start(), window.end()), window.start(), region, out);
        }
        international(text, windows, region, out);
        return out;
    }

    private static boolean hasDigits(String text, int wanted) {
        int found = 0;
        for (int i = 0; i < text.length() && found < wanted; i++) {
            char c = text.charAt(i);
            found += (c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c)) ? 1 : 0;
        }
        return found == wanted;
    }

    private static void inPlans(String piece, int offset, String region, List<Span> out) {
        for (PhoneNumberMatch match : UTIL.findNumbers(piece, region, Leniency.POSSIBLE, MAX_TRIES)) {
            if (out.size() >= MAX_FOUND) {
                return;
            }
            out.add(new Span(number(match), match.rawString(), offset + match.start(), offset + match.end()));
        }
    }

    private static void international(String text, List<Window> windows, String region, List<Span> out) {
        Matcher matcher = INTERNATIONAL.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (Window window : windows) {
            matcher.region(window.start(), window.end());
            while (out.size() < MAX_FOUND && matcher.find()) {
                String parsed = possible("+" + matcher.group(1).replace("(0)", ""), region);
                if (parsed != null) {
                    out.add(new Span(parsed, matcher.group(), matcher.start(), matcher.end()));
                }
            }
        }
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
