package io.barium.casework;

import io.barium.model.Standing;
import org.jspecify.annotations.Nullable;

/**
 * The contact that a report of a call belongs to.
 *
 * @param seq of the first row of the call
 * @param standing {@code null} while not judged
 */
record Head(long seq, @Nullable Standing standing, @Nullable Long caseId) {}
