package io.barium.casework;

/**
 * The case that new contacts join.
 *
 * @param firstSeq journal row that opened it
 */
record OpenCase(long id, long firstSeq) {}
