package io.barium.config;

/**
 * A secret that cannot be printed by accident.
 *
 * @param reveal the secret itself
 */
public record Secret(String reveal) {

    @Override
    public String toString() {
        return "(secret)";
    }
}
