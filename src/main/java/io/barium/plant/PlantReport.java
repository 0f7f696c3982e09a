package io.barium.plant;

/**
 * What a top-up did.
 *
 * @param plantedNow personas planted by it
 * @param reconciled interrupted plantings that it brought to an end first
 * @param standing plantings that stand now
 * @param controls control tokens kept now
 */
public record PlantReport(int plantedNow, int reconciled, int standing, int controls) {}
