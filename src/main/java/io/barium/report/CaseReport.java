package io.barium.report;

import io.barium.inference.Level;
import io.barium.verdict.Explanation;
import io.barium.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page of a case says. The same basis gives the same report: it does not know when it is read.
 *
 * @param verdict that it is about
 * @param explanation of the verdict
 * @param history verdicts up to this one, oldest first; thinned where there are many
 * @param timeline up to the verdict's basis
 * @param profile what is known of the actor
 * @param logMerged natural logarithm of E, had late merges of campaigns been known from the start; {@code null} where
 *     campaigns were merged and the journal is too long to be taken again
 */
public record CaseReport(
        Verdict verdict,
        Explanation explanation,
        List<Step> history,
        Timeline timeline,
        List<Fact> profile,
        @Nullable Double logMerged) {

    /**
     * A verdict in a line.
     *
     * @param seq journal sequence that it rests on
     * @param at when its newest contact was received
     * @param logE natural logarithm of E
     */
    public record Step(long seq, Instant at, Level level, double logE, double posterior) {}

    /** A report whose explanation is made here. */
    public static CaseReport of(
            Verdict verdict, List<Step> history, Timeline timeline, List<Fact> profile, @Nullable Double logMerged) {
        return new CaseReport(verdict, Explanation.of(verdict), history, timeline, profile, logMerged);
    }

    /** The steps at which the level rose. */
    public List<Step> rises() {
        List<Step> rises = new ArrayList<>();
        Level before = Level.QUIET;
        for (Step step : history) {
            if (step.level().compareTo(before) > 0) {
                rises.add(step);
                before = step.level();
            }
        }
        return rises;
    }
}
