package io.barium.plant;

/**
 * What a top-up did.
 *
 * @param plantedNow personas planted by it
 * @param reconciled interrupted plantings and retirements that it brought to an end first
 * @param retired rows that it took back because they had stood long enough
 * @param standing plantings that stand now
 * @param controls control tokens kept now
 */
public record PlantReport(int plantedNow, int reconciled, int retired, int standing, int controls) {}
