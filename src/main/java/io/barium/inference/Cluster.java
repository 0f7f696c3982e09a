package io.barium.inference;

import java.util.Collection;
import java.util.Map;

/**
 * Contacts of one campaign, formed without looking at labels.
 *
 * @param id of the campaign; a later cluster of the same id goes on with it
 * @param at when the campaign began, in days; only leaks that started before can explain it
 * @param tokens that it reached; those that were reached before, by whomever, carry no information
 * @param siblings addresses that it reached and that the generator could have made but did not, each with its stratum
 * @param seen when these contacts came, in days; the same as {@code at} for the first ones
 */
public record Cluster(String id, double at, Collection<String> tokens, Map<String, String> siblings, double seen) {
    /** The first contacts of a campaign. */
    public Cluster(String id, double at, Collection<String> tokens, Map<String, String> siblings) {
        this(id, at, tokens, siblings, at);
    }

    /** A campaign that reached no siblings. */
    public Cluster(String id, double at, Collection<String> tokens) {
        this(id, at, tokens, Map.of());
    }
}
