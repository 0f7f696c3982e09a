package io.barium.persona;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How somebody types a phone number: international or trunk prefix, brackets, groups and what stands between them.
 * Learnt from one customer's number, it writes another number of the same country.
 */
public final class PhoneStyle {
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private final String before;
    private final List<Integer> groups;
    private final List<String> between;
    private final String after;
    private final boolean areaApart;

    private PhoneStyle(String before, List<Integer> groups, List<String> between, String after, boolean areaApart) {
        this.before = before;
        this.groups = groups;
        this.between = between;
        this.after = after;
        this.areaApart = areaApart;
    }

    /**
     * The style of a number.
     *
     * @param region ISO 3166 country whose numbers these are
     * @return empty when the text is no number of that country, or carries an extension
     */
    public static Optional<PhoneStyle> learn(String written, String region) {
        try {
            PhoneNumber number = PHONES.parse(written, region);
            if (number.getCountryCode() != PHONES.getCountryCodeForRegion(region)) {
                return Optional.empty();
            }
            return align(written, number);
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<PhoneStyle> align(String written, PhoneNumber number) {
        String national = PHONES.getNationalSignificantNumber(number);
        int end = written.length();
        while (end > 0 && !isDigit(written.charAt(end - 1))) {
            end--;
        }
        int start = end;
        int missing = national.length();
        while (start > 0 && missing > 0) {
            start--;
            if (isDigit(written.charAt(start)) && written.charAt(start) != national.charAt(--missing)) {
                return Optional.empty();
            }
        }
        if (missing > 0) {
            return Optional.empty();
        }
        List<Integer> groups = new ArrayList<>();
        List<String> between = new ArrayList<>();
        StringBuilder gap = new StringBuilder();
        int run = 0;
        for (int i = start; i < end; i++) {
            if (isDigit(written.charAt(i))) {
                if (!gap.isEmpty()) {
                    groups.add(run);
                    between.add(gap.toString());
                    gap.setLength(0);
                    run = 0;
                }
                run++;
            } else {
                gap.append(written.charAt(i));
            }
        }
        groups.add(run);
        boolean areaApart = groups.size() > 1 && groups.get(0) == areaLength(number, national);
        return Optional.of(
                new PhoneStyle(written.substring(0, start), groups, between, written.substring(end), areaApart));
    }

    /** A number in this style; the number's country has to be the style's. */
    public String write(String e164) {
        PhoneNumber number;
        try {
            number = PHONES.parse(e164, null);
        } catch (NumberParseException e) {
            throw new IllegalArgumentException("no E.164 number", e);
        }
        String national = PHONES.getNationalSignificantNumber(number);
        StringBuilder out = new StringBuilder(before);
        int at = 0;
        for (int i = 0; i < groups.size() && at < national.length(); i++) {
            int length = i == 0 && areaApart ? areaLength(number, national) : groups.get(i);
            int to = i == groups.size() - 1 ? national.length() : Math.min(national.length(), at + length);
            out.append(i == 0 ? "" : between.get(i - 1)).append(national, at, to);
            at = to;
        }
        return out.append(after).toString();
    }

    private static int areaLength(PhoneNumber number, String national) {
        int length = PHONES.getLengthOfNationalDestinationCode(number);
        return length > 0 && length < national.length() ? length : 3;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
