package io.barium.provider.kit;

import io.barium.model.Quotes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what a text quotes: links, mail addresses, phone numbers and ticket numbers, in whatever notation. It errs on
 * the side of finding: a contact is only matched by exact keys of what we own.
 */
public final class QuoteFinder {
    private static final int MAX_LINKS = 100;
    private static final int MAX_ADDRESSES = 100;
    private static final int MAX_NUMBERS = 100;

    private QuoteFinder() {}

    /**
     * What a text quotes.
     *
     * @param region ISO 3166 country whose notation numbers without international prefix are in
     */
    public static Quotes find(String text, String region) {
        return find(List.of(text), List.of(), region);
    }

    /**
     * What texts and the targets of their links quote.
     *
     * @param texts in order of importance
     * @param targets of links as written, {@code mailto:} and {@code tel:} too
     * @param region ISO 3166 country whose notation numbers without international prefix are in
     */
    public static Quotes find(List<String> texts, List<String> targets, String region) {
        if (targets.isEmpty() && texts.stream().noneMatch(QuoteFinder::mayQuote)) {
            return Quotes.NONE;
        }
        int length = texts.stream().mapToInt(String::length).sum();
        StringBuilder joined = new StringBuilder(length + 64 * (targets.size() + 1));
        texts.stream().filter(t -> !t.isBlank()).forEach(t -> joined.append(t).append("\n\n"));
        for (String target : targets) {
            boolean contact = startsWith(target, "mailto:") || startsWith(target, "tel:") || startsWith(target, "sms:");
            joined.append(contact ? target.substring(target.indexOf(':') + 1) : target)
                    .append("\n\n");
        }
        if (joined.isEmpty()) {
            return Quotes.NONE;
        }
        String text = Refanging.undo(joined.toString());
        List<PhoneNumbers.Span> phones = PhoneNumbers.find(text, region);
        List<String> numbers = phones.stream()
                .map(PhoneNumbers.Span::number)
                .distinct()
                .limit(MAX_NUMBERS)
                .toList();
        return new Quotes(
                LinkFinder.find(text, MAX_LINKS),
                mailAddresses(text),
                numbers,
                TicketNumbers.find(text, phones, MAX_NUMBERS));
    }

    /**
     * Whether a text has any character without which it quotes nothing, in whatever notation: much of what comes has
     * none.
     */
    private static boolean mayQuote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '.' || c == ',';
            if (plain ? isTwoW(text, i) : c >= 0x80 || (c >= '0' && c <= '9') || "@:[({#".indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTwoW(String text, int i) {
        char c = text.charAt(i);
        return (c == 'w' || c == 'W') && i > 0 && (text.charAt(i - 1) | ' ') == 'w';
    }

    private static boolean startsWith(String text, String scheme) {
        return text.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Walks outwards from each at-sign, which is linear in the text where a pattern would not be. */
    private static List<String> mailAddresses(String text) {
        Set<String> out = new LinkedHashSet<>();
        for (int at = text.indexOf('@'); at >= 0 && out.size() < MAX_ADDRESSES; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && at - start < 64 && isLocal(text.charAt(start - 1))) {
                start--;
            }
            int end = at + 1;
            while (end < text.length() && end - at < 254 && isDomain(text.charAt(end))) {
                end++;
            }
            while (end > at && ".-".indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            while (start < at && text.charAt(start) == '.') {
                start++;
            }
            String domain = end > at ? text.substring(at + 1, end) : "";
            if (start < at && domain.indexOf('.') > 0 && !domain.contains("..")) {
                out.add(text.substring(start, end).toLowerCase(Locale.ROOT));
            }
        }
        return new ArrayList<>(out);
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-'!#$&*=?^{|}~".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
