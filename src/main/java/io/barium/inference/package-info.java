/**
 * How sure, when, through whose access, how much. Records in, records out: no I/O, no clock, no randomness. Times are
 * days since an epoch that the caller chooses.
 */
@NullMarked
package io.barium.inference;

import org.jspecify.annotations.NullMarked;
