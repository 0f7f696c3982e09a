package io.barium.view;

import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * How things stand, in numbers.
 *
 * @param contacts contacts by standing
 * @param waiting journal rows that casework has not judged yet, counted up to 100,000
 * @param openCases cases in state OPEN
 * @param personas personas by state of their planting: INTENDED, DONE, RETIRED
 * @param tokens tokens by role and kind
 * @param outboxPending messages that wait to be sent
 * @param outboxDead messages that were given up
 * @param unknownRecipients contacts that reached none of our tokens, newest day first
 */
public record Overview(
        Map<Standing, Long> contacts,
        long waiting,
        long openCases,
        Map<String, Long> personas,
        Map<TokenRole, Map<TokenKind, Long>> tokens,
        long outboxPending,
        long outboxDead,
        List<Unknown> unknownRecipients) {

    /**
     * Contacts to unknown recipients of one domain on one day.
     *
     * @param domain mail domain, or {@code tel} for calls and SMS
     * @param day in UTC
     * @param contacts how many
     */
    public record Unknown(String domain, LocalDate day, long contacts) {}

    /** Contacts of a standing. */
    public long contacts(Standing standing) {
        return contacts.getOrDefault(standing, 0L);
    }

    /** Tokens of a role and kind. */
    public long tokens(TokenRole role, TokenKind kind) {
        return tokens.getOrDefault(role, Map.of()).getOrDefault(kind, 0L);
    }

    /** Personas that stand planted now. */
    public long planted() {
        return personas.getOrDefault("DONE", 0L);
    }
}
