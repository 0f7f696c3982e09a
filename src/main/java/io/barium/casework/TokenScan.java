package io.barium.casework;

import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MatchedAs;
import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds every notation in a contact that may be a token's: what it reached, and what it quotes. Generous on purpose:
 * the registry decides, and a notation that belongs to nobody costs one look-up.
 */
final class TokenScan {
    private static final Pattern DOMAIN = Pattern.compile("[\\p{Alnum}-]{1,63}(?:\\.[\\p{Alnum}-]{1,63}){1,8}");
    /** Bounded, because the matcher recurses for every repetition of a group. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{Nd}]+(?:[-_/.#][\\p{L}\\p{Nd}]+){0,8}");

    /** What people put between the digits of one number. */
    private static final Pattern SEPARATOR =
            Pattern.compile("[\\s()\\[\\].,/\\-+\u00b7\u2010-\u2015\u2212]{1,3}|\\s*\\(0\\)\\s*");

    private static final int MIN_DIGITS = 6;
    private static final int MAX_DIGITS = 17;
    private static final int MAX_WORD = 40;
    private static final int MAX_LOCAL = 64;
    private static final int MAX_CANDIDATES = 4_000;

    private final Set<Candidate> found = new LinkedHashSet<>();

    private TokenScan() {}

    /** All candidates of a contact, at most 4,000. */
    static Set<Candidate> of(Contact contact) {
        TokenScan scan = new TokenScan();
        if (contact instanceof Mail mail) {
            mail.recipients().forEach(r -> scan.add(TokenKind.EMAIL, TokenKeys.mail(r), MatchedAs.RECIPIENT));
            scan.text(mail.subject(), MatchedAs.QUOTED_IN_SUBJECT);
            scan.text(mail.text(), MatchedAs.QUOTED_IN_BODY);
            scan.quotes(contact, MatchedAs.QUOTED_IN_BODY);
        } else {
            contact.recipients().forEach(n -> scan.phone(n, MatchedAs.CALLED));
            MatchedAs as = contact instanceof Call ? MatchedAs.QUOTED_IN_TRANSCRIPT : MatchedAs.QUOTED_IN_BODY;
            scan.quotes(contact, as);
            scan.text(contact.text(), as);
        }
        return scan.found;
    }

    /**
     * What the reader found, in the subject, the text or a part that is not shown; only what the scan has not placed
     * already.
     */
    private void quotes(Contact contact, MatchedAs as) {
        TokenScan quoted = new TokenScan();
        contact.quotes().mailAddresses().forEach(a -> quoted.add(TokenKind.EMAIL, TokenKeys.mail(a), as));
        contact.quotes().phoneNumbers().forEach(n -> quoted.phone(n, as));
        contact.quotes().ticketNumbers().forEach(n -> quoted.ticket(n, as));
        Set<String> placed = found.stream().map(c -> c.kind() + c.key()).collect(Collectors.toSet());
        quoted.found.stream()
                .filter(c -> !placed.contains(c.kind() + c.key()))
                .forEach(c -> add(c.kind(), c.key(), c.as()));
    }

    /** Looks only around the signs and digits without which there is nothing to find: text has few of them. */
    private void text(String text, MatchedAs as) {
        addresses(text, as);
        words(text, as);
        numbers(text, as);
    }

    private void addresses(String text, MatchedAs as) {
        Matcher domain = DOMAIN.matcher(text);
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0 && !full(); at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > from && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
                start--;
            }
            if (start < at && domain.region(at + 1, text.length()).lookingAt()) {
                add(TokenKind.EMAIL, TokenKeys.mail(text.substring(start, domain.end())), as);
                from = domain.end();
            }
        }
    }

    private static boolean isLocal(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._%+'-".indexOf(c) >= 0;
    }

    /** Words with digits in them. */
    private void words(String text, MatchedAs as) {
        Matcher word = WORD.matcher(text);
        Set<String> seen = new HashSet<>();
        int from = 0;
        for (int digit = digit(text, 0); digit >= 0 && !full(); digit = digit(text, from)) {
            int start = digit;
            while (start > from && isWord(text, start - 1)) {
                start--;
            }
            int end = digit;
            while (end < text.length() && isWord(text, end)) {
                end++;
            }
            word.region(start, end);
            while (!full() && word.find()) {
                String w = word.group();
                if (w.length() <= MAX_WORD && seen.add(w) && w.codePoints().anyMatch(Character::isDigit)) {
                    ticket(w, as);
                }
            }
            from = end;
        }
    }

    private static boolean isWord(String text, int i) {
        char c = text.charAt(i);
        return Character.isSurrogate(c) || Character.isLetterOrDigit(c) || "-_/.#".indexOf(c) >= 0;
    }

    /** Index of the first digit of any script from an index on; -1 when there is none. */
    private static int digit(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 128 && Character.isDigit(text.codePointAt(i)))) {
                return i;
            }
        }
        return -1;
    }

    private static int endOfDigits(String text, int from) {
        int i = from;
        while (i < text.length() && Character.isDigit(text.codePointAt(i))) {
            i += Character.charCount(text.codePointAt(i));
        }
        return i;
    }

    /**
     * Digit groups that stand together, alone and joined: {@code 2125550123}, {@code (212) 555-0123}, {@code 1 0 4 8 2
     * 9 1 3}.
     */
    private void numbers(String text, MatchedAs as) {
        List<String> run = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        int end = -1;
        for (int start = digit(text, 0); start >= 0 && !full(); start = digit(text, end)) {
            if (end >= 0 && !SEPARATOR.matcher(text.substring(end, start)).matches()) {
                join(run, seen, as);
                run.clear();
            }
            end = endOfDigits(text, start);
            run.add(TokenKeys.digits(text.substring(start, end)));
        }
        join(run, seen, as);
    }

    /**
     * Joins the groups that stand together.
     *
     * @param seen numbers of the text so far, each behind a 1 that keeps its leading zeros: the same digit over and
     *     over makes few numbers, but each of them ten thousands of times
     */
    private void join(List<String> groups, Set<Long> seen, MatchedAs as) {
        for (int i = 0; i < groups.size() && !full(); i++) {
            long number = 1;
            int length = 0;
            for (int j = i; j < groups.size() && length + groups.get(j).length() <= MAX_DIGITS; j++) {
                String group = groups.get(j);
                for (int k = 0; k < group.length(); k++) {
                    number = 10 * number + group.charAt(k) - '0';
                }
                length += group.length();
                if (length >= MIN_DIGITS && seen.add(number)) {
                    String digits = Long.toString(number).substring(1);
                    phone(digits, as);
                    add(TokenKind.TICKET, digits, as);
                }
            }
        }
    }

    private void phone(String written, MatchedAs as) {
        TokenKeys.writtenPhone(written).forEach(k -> add(TokenKind.PHONE, k, as));
    }

    private void ticket(String written, MatchedAs as) {
        TokenKeys.ticket(written).forEach(k -> add(TokenKind.TICKET, k, as));
    }

    private void add(TokenKind kind, String key, MatchedAs as) {
        if (!key.isEmpty() && !full()) {
            found.add(new Candidate(kind, key, as));
        }
    }

    /** Nobody honest quotes so much, and scanning on would only cost time. */
    private boolean full() {
        return found.size() >= MAX_CANDIDATES;
    }
}
