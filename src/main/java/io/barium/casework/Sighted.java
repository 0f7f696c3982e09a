package io.barium.casework;

import io.barium.model.Standing;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A row's judgement, to be stored.
 *
 * @param contactSeq the contact that the row is or adds to
 * @param caseId {@code null} where it belongs to none, or not yet to one
 */
record Sighted(
        long seq,
        long contactSeq,
        Standing standing,
        String why,
        @Nullable Long caseId,
        Collection<Hit> hits) {

    boolean isContact() {
        return seq == contactSeq;
    }

    Sighted on(long openCase) {
        return standing != Standing.CREDIBLE || caseId != null
                ? this
                : new Sighted(seq, contactSeq, standing, why, openCase, hits);
    }
}
