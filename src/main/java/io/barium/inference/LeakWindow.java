package io.barium.inference;

import io.barium.inference.Origin.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the data was taken, by what stood in the rows that are used: values are replaced from time to time, and only a
 * leak that happened while a value stood can have brought it out. Time is cut into cells of at most a day, and at each
 * planting, retirement and first access of a token that was reached, so that within a cell nothing changes for it.
 *
 * @param earliest hard bound: the latest planting, or first access, of a token that was reached
 * @param latest hard bound: the earliest retirement of one, or the first contact; not above {@code earliest} when the
 *     bounds contradict each other
 * @param edges of the cells, ascending days; one more than there are cells
 * @param prior probability of each cell before the hits are looked at
 * @param probability of each cell
 * @param second Bayes factor of two snapshots against one
 * @param pair the two likeliest days of two snapshots; {@code null} where one explains as much
 * @param background hits that are more likely background than from this leak, in order of time
 */
public record LeakWindow(
        double earliest,
        double latest,
        double[] edges,
        double[] prior,
        double[] probability,
        double second,
        double @Nullable [] pair,
        List<Hit> background) {

    /** Share of contacts that are background after all. */
    public static final double STRAY = .05;
    /** At this Bayes factor two snapshots are taken to be the better story. */
    public static final double ENOUGH = 20;

    /** Each tail of the posterior that is not worth a start. */
    private static final double TAIL = 5e-4;

    /**
     * A day on which the leak may have been, standing for those around it.
     *
     * @param at in days
     * @param weight prior probability; times the likelihood of the hits on that day it gives the posterior
     */
    public record Start(double at, double weight) {}

    /**
     * Judges by plantings and retirements alone.
     *
     * @param hits of planted tokens, at least one
     * @param presence of all planted tokens, those that were replaced included
     */
    public static LeakWindow of(List<Hit> hits, Map<String, Presence> presence) {
        return of(hits, presence, Map.of());
    }

    /**
     * Judges.
     *
     * @param hits of planted tokens, at least one
     * @param presence of all planted tokens, those that were replaced included
     * @param accessed when a row was accessed first by anybody, for tokens whose every access is known; others may have
     *     been taken from planting on
     * @throws IllegalArgumentException if there is no hit
     */
    public static LeakWindow of(List<Hit> hits, Map<String, Presence> presence, Map<String, Double> accessed) {
        if (hits.isEmpty()) {
            throw new IllegalArgumentException("a leak window needs at least one hit");
        }
        List<Hit> firsts = Hit.firsts(hits);
        Snapshots days = new Snapshots(firsts, presence, accessed, 1);
        double[] logs = days.posterior();
        double one = LogSum.of(logs);
        double[] probability = new double[logs.length];
        for (int s = 0; s < logs.length; s++) {
            probability[s] = StrictMath.exp(logs[s] - one);
        }
        TwoSnapshots two = TwoSnapshots.of(new Snapshots(firsts, presence, accessed, TwoSnapshots.STEP));
        return new LeakWindow(
                days.earliest,
                days.latest,
                days.edges,
                days.prior,
                probability,
                two.factor(),
                two.factor() >= ENOUGH ? two.days() : null,
                background(firsts, days, probability));
    }

    /** Whether no single day can explain all hits. */
    public boolean contradicting() {
        return earliest >= latest;
    }

    /** The shortest run of cells that holds so much of the probability: its begin and its end, in days. */
    public double[] interval(double mass) {
        double[] best = {edges[0], edges[edges.length - 1]};
        double sum = 0;
        int from = 0;
        for (int to = 0; to < probability.length; to++) {
            sum += probability[to];
            while (from < to && sum - probability[from] >= mass) {
                sum -= probability[from++];
            }
            if (sum >= mass && edges[to + 1] - edges[from] < best[1] - best[0]) {
                best = new double[] {edges[from], edges[to + 1]};
            }
        }
        return best;
    }

    /** The likeliest day: where the posterior is densest. */
    public double mode() {
        int best = 0;
        for (int s = 1; s < probability.length; s++) {
            if (density(s) > density(best)) {
                best = s;
            }
        }
        return (edges[best] + edges[best + 1]) / 2;
    }

    /** Probability of each whole day, from that of the first edge to that of the last. */
    public double[] byDay() {
        double first = firstDay();
        double[] out = new double[(int) (StrictMath.ceil(edges[edges.length - 1]) - first)];
        for (int s = 0; s < probability.length; s++) {
            for (int d = (int) (edges[s] - first); d < out.length && first + d < edges[s + 1]; d++) {
                double in = Math.min(edges[s + 1], first + d + 1) - Math.max(edges[s], first + d);
                out[d] += density(s) * in;
            }
        }
        return out;
    }

    /** The first day of {@link #byDay}. */
    public double firstDay() {
        return StrictMath.floor(edges[0]);
    }

    /**
     * The posterior as few days with weights, for what depends on the day.
     *
     * @param most how many days at most
     */
    public List<Start> starts(int most) {
        List<Start> out = new ArrayList<>();
        double below = 0;
        double group = 0;
        int from = 0;
        for (int s = 0; s < probability.length; s++) {
            boolean counts = below + probability[s] > TAIL && below < 1 - TAIL;
            below += probability[s];
            if (!counts) {
                from = s + 1;
                continue;
            }
            group += probability[s];
            if (group > 0 && (below >= (out.size() + 1.0) / most || below >= 1 - TAIL)) {
                out.add(start(from, group));
                from = s + 1;
                group = 0;
            }
        }
        return out;
    }

    /** The cell in the middle stands for its group; the prior is scaled so that the group keeps its posterior. */
    private Start start(int from, double group) {
        int cell = from;
        for (double sum = probability[cell]; sum < group / 2 || probability[cell] == 0; sum += probability[cell]) {
            cell++;
        }
        return new Start((edges[cell] + edges[cell + 1]) / 2, prior[cell] * group / probability[cell]);
    }

    private double density(int cell) {
        return probability[cell] / (edges[cell + 1] - edges[cell]);
    }

    private static List<Hit> background(List<Hit> hits, Snapshots days, double[] probability) {
        List<Hit> out = new ArrayList<>();
        for (int j = 0; j < hits.size(); j++) {
            double stray = 0;
            for (int s = 0; s < probability.length; s++) {
                stray += probability[s] * days.stray[j] / days.chance[j][s];
            }
            if (stray > .5) {
                out.add(hits.get(j));
            }
        }
        return out;
    }
}
