package io.barium.verdict;

import java.util.List;
import java.util.Map;

/**
 * What is planted, watched and accessed, as far as a verdict knows it.
 *
 * @param tokens planted and control ones
 * @param rows plantings that are or were in a support system
 * @param accesses the first one for each origin and row
 * @param siblings addresses that the generator could have made as well, by stratum
 * @param customers real customers by segment, such as {@code region:US}; none where nobody counted
 * @param registry newest notation that counts
 * @param exposures newest exposure that counts
 * @param counts newest count of customers that counts
 */
public record Registered(
        Tokens tokens,
        List<PlantedRow> rows,
        List<Access> accesses,
        Map<String, Integer> siblings,
        Map<String, Long> customers,
        long registry,
        long exposures,
        long counts) {}
