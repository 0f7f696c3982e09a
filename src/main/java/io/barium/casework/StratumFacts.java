package io.barium.casework;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the siblings of a mail stratum follow from.
 *
 * @param name of the stratum
 * @param seed recorded with it
 * @param domain of its addresses, lower-case
 * @param locale of the names that they are made of
 * @param lots what was minted for it together, in the order of time
 */
public record StratumFacts(String name, long seed, String domain, String locale, List<Lot> lots) {

    public StratumFacts {
        lots = List.copyOf(lots);
    }

    /**
     * Addresses that were minted together.
     *
     * @param planted how many of them are planted
     * @param localParts pattern of {@link io.barium.persona.LocalPart} to weight, as the minting used them
     */
    public record Lot(Instant mintedAt, int planted, Map<String, Double> localParts) {}
}
