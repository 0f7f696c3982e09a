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
        Marks marks = new Marks();
        texts.forEach(marks::see);
        targets.forEach(marks::see);
        if (marks.none()) {
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
        String text = marks.fanged() ? Refanging.undo(joined.toString()) : joined.toString();
        List<PhoneNumbers.Span> phones = marks.digits() ? PhoneNumbers.find(text, region) : List.of();
        List<String> numbers = phones.stream()
                .map(PhoneNumbers.Span::number)
                .distinct()
                .limit(MAX_NUMBERS)
                .toList();
        return new Quotes(
                marks.links() ? LinkFinder.find(text, MAX_LINKS) : List.of(),
                mailAddresses(text),
                numbers,
                marks.digits() ? TicketNumbers.find(text, phones, MAX_NUMBERS) : List.of());
    }

    /**
     * Characters without which a text does not quote a kind of thing, in whatever notation. Much of what comes has few
     * of them, and one look at each character costs less than what it spares.
     */
    private static final class Marks {
        private static final int DIGIT = 1;
        private static final int AT = 2;
        private static final int BRACKET = 4;
        private static final int COLON = 8;
        private static final int W = 16;
        private static final int FOREIGN = 32;
        /** By character of ASCII. */
        private static final byte[] MARK = new byte[0x80];

        static {
            mark("0123456789", DIGIT);
            mark("@", AT);
            mark("[({", BRACKET);
            mark(":", COLON);
            mark("wW", W);
        }

        private int seen;
        private boolean www;

        private static void mark(String characters, int mark) {
            characters.chars().forEach(c -> MARK[c] = (byte) mark);
        }

        void see(String text) {
            int before = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                int mark = c < MARK.length ? MARK[c] : FOREIGN;
                seen |= mark;
                www |= (mark & before & W) != 0;
                before = mark;
            }
        }

        private boolean any(int marks) {
            return (seen & marks) != 0;
        }

        boolean none() {
            return !www && !any(DIGIT | AT | BRACKET | COLON | FOREIGN);
        }

        boolean digits() {
            return any(DIGIT | FOREIGN);
        }

        boolean links() {
            return www || any(COLON | FOREIGN);
        }

        boolean fanged() {
            return any(BRACKET | COLON | FOREIGN);
        }
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
