package io.barium.model;

import java.util.List;
import java.util.Objects;

/**
 * What a text quotes, in order of appearance and without repeats; each list is bounded.
 *
 * @param links absolute http(s) URLs, hosts de-obfuscated
 * @param mailAddresses mail addresses, lower-case
 * @param phoneNumbers phone numbers in E.164 where the notation allows, otherwise as digits
 * @param ticketNumbers what looks like a ticket number, as written
 * @param disguised links of HTML whose text shows another registrable domain than they lead to
 */
public record Quotes(
        List<String> links,
        List<String> mailAddresses,
        List<String> phoneNumbers,
        List<String> ticketNumbers,
        List<DisguisedLink> disguised) {

    /** What an earlier version journalled has no {@code disguised}. */
    public Quotes {
        disguised = Objects.requireNonNullElse(disguised, List.of());
    }

    /** Of a text without HTML. */
    public Quotes(
            List<String> links, List<String> mailAddresses, List<String> phoneNumbers, List<String> ticketNumbers) {
        this(links, mailAddresses, phoneNumbers, ticketNumbers, List.of());
    }

    /** Nothing is quoted. */
    public static final Quotes NONE = new Quotes(List.of(), List.of(), List.of(), List.of());
}
