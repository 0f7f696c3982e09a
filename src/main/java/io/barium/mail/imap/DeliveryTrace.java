package io.barium.mail.imap;

import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.MailHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whom a mail was for and from, as its headers tell: a mailbox keeps no envelope (RFC 5321).
 *
 * @param from the return path; {@code null} for the empty one and where nobody wrote it down
 * @param to addresses of ours, at least one
 * @param by the header that named them; {@code mailbox} when none did
 */
record DeliveryTrace(@Nullable String from, List<String> to, String by) {
    /** What mail servers write when they deliver, the most telling first. */
    private static final List<String> WRITTEN_BY_SERVERS = List.of(
            "Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "X-Forwarded-To", "X-Gm-Original-To");

    /**
     * Reads it.
     *
     * <p>A catch-all at Google names its own mailbox in Delivered-To, so an address that is not on our domains, or is
     * the mailbox's own, is passed over. Servers write above what they were given: below the lowest Received stands
     * what the sender wrote, and there such a header is believed only when nothing else names anybody of ours.
     *
     * @param domains ours, in lower case
     * @param mailbox address of the mailbox itself, which a mail is for that names nobody of ours
     */
    static DeliveryTrace of(MailHeaders headers, Set<String> domains, String mailbox) {
        String from = AddressParser.envelope(headers.first("Return-Path"));
        Predicate<String> ours =
                a -> domains.contains(a.substring(a.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
                        && !a.equalsIgnoreCase(mailbox);
        DeliveryTrace served = byServers(aboveSender(headers), from, ours);
        if (served != null) {
            return served;
        }
        List<String> addressed = headers.to().stream().filter(ours).toList();
        if (!addressed.isEmpty()) {
            return new DeliveryTrace(from, addressed, "To, Cc");
        }
        DeliveryTrace claimed = byServers(headers, from, ours);
        return claimed == null ? new DeliveryTrace(from, List.of(mailbox), "mailbox") : claimed;
    }

    private static @Nullable DeliveryTrace byServers(
            MailHeaders headers, @Nullable String from, Predicate<String> ours) {
        for (String name : WRITTEN_BY_SERVERS) {
            List<String> to = AddressParser.envelopes(headers.all(name)).stream()
                    .filter(ours)
                    .toList();
            if (!to.isEmpty()) {
                return new DeliveryTrace(from, to, name);
            }
        }
        return null;
    }

    private static MailHeaders aboveSender(MailHeaders headers) {
        List<MailHeaders.Field> fields = headers.fields();
        int lowest = fields.size() - 1;
        while (lowest >= 0 && !fields.get(lowest).is("Received")) {
            lowest--;
        }
        return lowest < 0 ? headers : new MailHeaders(fields.subList(0, lowest));
    }
}
