package io.barium.plant;

import io.barium.persona.Persona;
import java.util.List;
import java.util.Map;

/**
 * Personas that are planted together, and all tokens that were minted for them.
 *
 * @param tokens planted ones and as many controls
 * @param generators how the addresses of a stratum were made, by its name; strata whose names are not known are not
 *     there
 */
record Batch(List<Persona> personas, List<MintedToken> tokens, Map<String, Generator> generators) {
    /**
     * How addresses were made.
     *
     * @param localParts pattern of {@link io.barium.persona.LocalPart} to weight
     */
    record Generator(String domain, String locale, Map<String, Double> localParts) {}
}
