package io.barium.verdict;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a verdict takes for granted.
 *
 * @param prior probability of a leak within a year, before any evidence
 * @param strayRate the company's own mails that slip through the list of expected senders, a planted address and year
 *     at most
 * @param ticketSpace ticket numbers that the notation could write
 */
public record Assumptions(double prior, double strayRate, double ticketSpace) {
    /** Version of the mathematics: another one may come to another verdict on the same facts. */
    public static final int MODEL = 1;

    /** What is taken where nobody says otherwise. */
    public static final Assumptions USUAL = new Assumptions(.02, .004, 1e8);

    /** By name, as they stand in a verdict. */
    Map<String, Double> parameters() {
        return new TreeMap<>(Map.of("prior", prior, "strayRate", strayRate, "ticketSpace", ticketSpace));
    }
}
