package io.barium.exposure;

/**
 * A row that was not taken.
 *
 * @param number which row of the log
 * @param field what is wrong with it; {@code row} too where it cannot be read at all
 * @param why what was expected; never the id or name of an agent
 */
public record RowFault(long number, String field, String why) implements LogRow {}
