package io.barium.plant;

import io.barium.persona.Persona;
import java.util.List;

/**
 * Personas that are planted together, and all tokens that were minted for them.
 *
 * @param tokens planted ones and as many controls
 */
record Batch(List<Persona> personas, List<MintedToken> tokens) {}
