package io.barium.verdict;

import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is concluded on a case at a point of the journal: a pure function of the basis that it names.
 *
 * @param caseId number of the case
 * @param basis what it rests on
 * @param level highest level that the case has ever reached; a level is never taken back
 * @param strength of the evidence that data left at all
 * @param reach what was contacted
 * @param window when the data was taken; {@code null} before any planted token was reached
 * @param origins through whose access, likeliest first; empty before any planted token was reached
 * @param shares how much of each segment left, in the order of their names
 * @param registryKnown whether controls are reached by somebody who knows more than he can know
 * @param campaigns that follow the data; window, origins and shares rest on their contacts alone
 */
public record Verdict(
        long caseId,
        Basis basis,
        Level level,
        Strength strength,
        Reach reach,
        @Nullable Window window,
        List<Place> origins,
        List<SegmentShare> shares,
        boolean registryKnown,
        List<Long> campaigns) {

    /**
     * What a verdict rests on; the same basis gives the same verdict, bit for bit.
     *
     * @param model version of the mathematics
     * @param parameters of the model, by name
     * @param brands names under which the company was known
     * @param seq journal sequence up to which contacts count
     * @param registry newest notation that was registered ({@code token_key.n})
     * @param exposures newest exposure that was recorded
     * @param at when the newest contact was received
     */
    public record Basis(
            int model,
            Map<String, Double> parameters,
            List<String> brands,
            long seq,
            long registry,
            long exposures,
            Instant at) {}

    /**
     * How sure it is that data left.
     *
     * @param logE natural logarithm of the evidence value E
     * @param prior probability of a leak in a year, before any evidence
     * @param posterior probability of a leak, given prior and evidence
     * @param logSum natural logarithm of the weekly Shiryaev-Roberts sum
     * @param conclusive contacts with conclusive content
     * @param stray whether E is held down by the thought of the company's own mail, rather than by the control tokens
     */
    public record Strength(double logE, double prior, double posterior, double logSum, int conclusive, boolean stray) {}

    /**
     * What was contacted.
     *
     * @param contacts on the case
     * @param campaigns on the case
     * @param planted planted addresses and lines that were reached first by the case's contacts
     * @param plantedInAll planted addresses and lines
     * @param controls control addresses and lines that anybody reached since the watch began
     * @param controlsInAll control addresses and lines
     * @param first when the case's first contact was received
     */
    public record Reach(
            long contacts,
            int campaigns,
            int planted,
            int plantedInAll,
            int controls,
            int controlsInAll,
            Instant first) {}

    /**
     * When the data was taken.
     *
     * @param earliest hard bound: the newest planting among what was reached; {@code null} for none
     * @param latest hard bound: the first retirement among it, or the first contact
     * @param from begin of the 95 % interval
     * @param until end of it
     * @param likeliest day
     * @param firstDay first of {@code probability}
     * @param probability of each day from then on
     * @param contradicting whether the hard bounds contradict each other
     * @param second Bayes factor of two snapshots against one
     * @param snapshots the two likeliest days where two snapshots are taken to be the better story, else empty
     */
    public record Window(
            @Nullable Instant earliest,
            Instant latest,
            Instant from,
            Instant until,
            Instant likeliest,
            Instant firstDay,
            List<Double> probability,
            boolean contradicting,
            double second,
            List<Instant> snapshots) {}

    /**
     * A place in the ranking of origins.
     *
     * @param key of the origin, such as {@code queue:billing} or {@code agent:7f3a...}
     * @param label what people call it; for an agent the pseudonym
     * @param probability given that data was taken
     * @param low lower end of its interval over the leak window
     * @param high upper end
     * @param matched reached records that its accesses explain
     * @param of reached records in all
     * @param nameable whether the rule for naming a person is met
     * @param notBefore hard bound: if it left this way, then not before so many of the reached records had been
     *     accessed through it; {@code null} where it explains none, and for what is not on the list
     */
    public record Place(
            String key,
            OriginKind kind,
            String label,
            double probability,
            double low,
            double high,
            int matched,
            int of,
            boolean nameable,
            @Nullable Instant notBefore) {}

    /**
     * How much of a segment left.
     *
     * @param segment such as {@code region:US}
     * @param planted personas that stood in it when the data was taken
     * @param reached of them
     * @param low lower end of the 95 % interval of the share that left, 0 to 1
     * @param median of it
     * @param high upper end of it
     * @param customers real customers in the segment; -1 where nobody counted them
     */
    public record SegmentShare(
            String segment, int planted, int reached, double low, double median, double high, long customers) {

        /** Whether nothing of it was reached, so that only the upper end says anything. */
        public boolean silent() {
            return reached == 0;
        }
    }
}
