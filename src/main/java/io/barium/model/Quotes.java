package io.barium.model;

import java.util.List;

/**
 * What a text quotes, in order of appearance and without repeats; each list is bounded.
 *
 * @param links absolute http(s) URLs, hosts de-obfuscated
 * @param mailAddresses mail addresses, lower-case
 * @param phoneNumbers phone numbers in E.164 where the notation allows, otherwise as digits
 * @param ticketNumbers what looks like a ticket number, as written
 */
public record Quotes(
        List<String> links, List<String> mailAddresses, List<String> phoneNumbers, List<String> ticketNumbers) {

    /** Nothing is quoted. */
    public static final Quotes NONE = new Quotes(List.of(), List.of(), List.of(), List.of());
}
