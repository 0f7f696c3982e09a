package io.barium.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verdict in plain words. Labels of origins and segments come from elsewhere: they are bounded and on one line, and
 * to be escaped where they are shown.
 *
 * @param summary five sentences: whether data left, when, through which path, how much, what next
 * @param reasons what carries the evidence
 * @param wouldChange what would change the mind
 * @param caveats what must not be read into it
 */
public record Explanation(List<String> summary, List<String> reasons, List<String> wouldChange, List<String> caveats) {

    /** Explains. */
    public static Explanation of(Verdict verdict) {
        return new Explanation(
                Summary.of(verdict), Reasons.of(verdict), Doubts.wouldChange(verdict), Doubts.caveats(verdict));
    }

    /**
     * Why an alert is due now; empty where none is.
     *
     * @param previous verdict on the same case; {@code null} for none
     */
    public static List<Change> change(@Nullable Verdict previous, Verdict now) {
        return Changes.between(previous, now);
    }
}
