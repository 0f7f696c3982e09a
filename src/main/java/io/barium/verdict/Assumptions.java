package io.barium.verdict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verdict takes for granted.
 *
 * @param prior probability of a leak within a year, before any evidence
 * @param strayRate the company's own mails that slip through the list of expected senders, a planted address and year
 *     at most
 * @param ticketSpace ticket numbers that the notation could write
 * @param brands names under which the company is known
 */
public record Assumptions(double prior, double strayRate, double ticketSpace, List<String> brands) {
    /** Version of the mathematics: another one may come to another verdict on the same facts. */
    public static final int MODEL = 2;

    /** What is taken where nobody says otherwise. */
    public static final Assumptions USUAL = new Assumptions(.02, .004, 1e8, List.of());

    private static final String PRIOR_NAME = "prior";
    private static final String STRAY_RATE_NAME = "strayRate";
    private static final String TICKET_SPACE_NAME = "ticketSpace";

    /**
     * What a verdict that was made took for granted.
     *
     * @throws IllegalArgumentException where it does not say so
     */
    public static Assumptions of(Verdict.Basis basis) {
        return new Assumptions(
                parameter(basis, PRIOR_NAME),
                parameter(basis, STRAY_RATE_NAME),
                parameter(basis, TICKET_SPACE_NAME),
                basis.brands());
    }

    private static double parameter(Verdict.Basis basis, String name) {
        Double value = basis.parameters().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "a verdict of model " + basis.model() + " cannot be made again: it does not say its " + name);
        }
        return value;
    }

    /** By name, as they stand in a verdict. */
    Map<String, Double> parameters() {
        return new TreeMap<>(Map.of(PRIOR_NAME, prior, STRAY_RATE_NAME, strayRate, TICKET_SPACE_NAME, ticketSpace));
    }
}
