package io.barium.bench;

import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Tokens that look like real ones, made from their number: a third mail addresses, a third numbers, a third tickets.
 */
final class Notations {
    /** Notations of three tokens: one of the address, two each of the number and the ticket. */
    private static final int OF_THREE = 5;

    private static final String[] GIVEN = {"jane", "tom", "maria", "wei", "fatima", "john", "elizabeth", "li"};
    private static final String[] FAMILY = {"roe", "hale", "garcia", "zhang", "okonkwo", "smith", "montgomery", "ng"};
    private static final String[] DOMAINS = {"postwren.example", "mail.larkfield.example", "inbox-ives.example"};

    private Notations() {}

    static TokenKind kind(int token) {
        return token % 3 == 0 ? TokenKind.EMAIL : token % 3 == 1 ? TokenKind.PHONE : TokenKind.TICKET;
    }

    /** The keys of a token, under which it is registered. */
    static List<String> keys(int token) {
        SplittableRandom random = new SplittableRandom(token);
        return switch (kind(token)) {
            case EMAIL ->
                List.of(TokenKeys.mail(GIVEN[random.nextInt(GIVEN.length)] + "."
                        + FAMILY[random.nextInt(FAMILY.length)] + random.nextInt(10_000_000) + "@"
                        + DOMAINS[random.nextInt(DOMAINS.length)]));
            case PHONE -> TokenKeys.ownedPhone("+1" + random.nextLong(2_000_000_000L, 9_999_999_999L), 1);
            case TICKET -> TokenKeys.ticket("SR-" + String.format(Locale.ROOT, "%08d", random.nextInt(100_000_000)));
        };
    }

    /** How many notations so many tokens have. */
    static long of(int tokens) {
        long rest = tokens % 3 == 0 ? 0 : tokens % 3 == 1 ? 1 : 3;
        return tokens / 3L * OF_THREE + rest;
    }
}
