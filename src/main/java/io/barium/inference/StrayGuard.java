package io.barium.inference;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evidence against the thought that whatever reaches planted tokens is the company's own mail that slipped through the
 * list of expected senders. That reaches planted tokens only, so labels say nothing about it; but its rate can be
 * bounded. Beside the label evidence runs a Poisson martingale against that rate, {@code (l/nu)^N exp(-(l - nu)(t -
 * s))}, mixed over rates l, and the smaller of the two counts: no false alarm while either thought is right.
 *
 * <p>What a campaign does on one day counts once, however many addresses it reaches: a mailing is one event of the
 * company's, not hundreds. It counts again on another day, or a thief with one wording would never be more than one.
 * What has reached controls or siblings is no stray, for the company's systems know neither; from there on labels judge
 * it here as well.
 */
public final class StrayGuard {
    /** Campaign days a year that a leak may bring, each with its share of the mixture. */
    public static final List<Rate> RATES =
            List.of(new Rate(5, .1), new Rate(20, .25), new Rate(80, .35), new Rate(320, .2), new Rate(1280, .1));

    private static final double YEAR = 365.25;
    private static final double[] LOG_RATE =
            RATES.stream().mapToDouble(r -> StrictMath.log(r.aYear())).toArray();
    private static final double[] LOG_SHARE =
            RATES.stream().mapToDouble(r -> StrictMath.log(r.share())).toArray();

    /**
     * A rate that a leak may have.
     *
     * @param aYear campaign days a year
     * @param share of the mixture
     */
    public record Rate(double aYear, double share) {}

    private final Grid grid;
    private final int[] hits;
    /** Stray campaign days a year at most, by cell. */
    private final double[] stray;

    private final double[] logStray;
    private final boolean[] planted;
    /** Judges mixed campaigns. */
    private EvidenceProcess labels;

    private final TreeMap<String, Counted> counted = new TreeMap<>();
    /** Campaigns that reached others, too. */
    private final TreeSet<String> mixed = new TreeSet<>();

    /** The newest day of a campaign, and where it counts. */
    private record Counted(long day, BitSet cells) {}

    /**
     * What a guard has come to know.
     *
     * @param hits campaign days by cell
     * @param campaigns the newest day of each campaign that may go on, and in which cells it was counted
     * @param mixed campaigns that reached controls or siblings, too
     * @param labels what those have been worth by labels since
     */
    public record State(int[] hits, Map<String, Day> campaigns, List<String> mixed, EvidenceProcess.State labels) {
        /** A day of a campaign. */
        public record Day(long day, long[] cells) {}
    }

    /**
     * A guard that has seen nothing.
     *
     * @param nu stray campaign days a token and year at most
     */
    public StrayGuard(Grid grid, double nu) {
        this.grid = grid;
        this.hits = new int[grid.cells()];
        this.stray = new double[grid.cells()];
        this.logStray = new double[grid.cells()];
        this.planted = new boolean[grid.tokens.size()];
        this.labels = new EvidenceProcess(grid);
        for (int a = 0; a < grid.origins.length; a++) {
            for (int i = 0; i < grid.members[a].length; i++) {
                planted[grid.members[a][i]] = true;
                for (int s = 0; s < grid.starts.length; s++) {
                    if (grid.isMember(a, i, grid.starts[s])) {
                        stray[grid.cell(a, s)] += nu;
                    }
                }
            }
        }
        for (int cell = 0; cell < stray.length; cell++) {
            logStray[cell] = StrictMath.log(stray[cell]);
        }
    }

    /** A guard that goes on from what another one over the same grid had come to know. */
    StrayGuard(Grid grid, double nu, State state) {
        this(grid, nu);
        System.arraycopy(state.hits(), 0, hits, 0, hits.length);
        mixed.addAll(state.mixed());
        labels = new EvidenceProcess(grid, state.labels());
        state.campaigns().forEach((id, d) -> counted.put(id, new Counted(d.day(), BitSet.valueOf(d.cells()))));
    }

    /** What it has come to know. */
    State state() {
        Map<String, State.Day> days = new TreeMap<>();
        counted.forEach((id, c) -> days.put(id, new State.Day(c.day, c.cells.toLongArray())));
        return new State(hits.clone(), days, List.copyOf(mixed), labels.state());
    }

    /** Takes what a campaign reached, and what of it nobody had reached before. */
    void take(Cluster cluster, List<String> fresh) {
        if (mixed.contains(cluster.id())) {
            labels.take(cluster);
            return;
        }
        labels.reached(fresh, cluster.siblings());
        if (reachesOthers(cluster)) {
            mixed.add(cluster.id());
        } else {
            count(cluster, fresh);
        }
    }

    /** Marks as reached what was so before this guard began. */
    void reached(List<String> tokens, Map<String, String> siblings) {
        labels.reached(tokens, siblings);
    }

    private boolean reachesOthers(Cluster cluster) {
        boolean others = cluster.siblings().values().stream().anyMatch(g -> grid.stratumIndex(g) >= 0);
        for (String id : cluster.tokens()) {
            int token = grid.index(id);
            others |= token >= 0 && !planted[token];
        }
        return others;
    }

    private void count(Cluster cluster, List<String> fresh) {
        long day = (long) Math.floor(cluster.seen());
        Counted before = counted.get(cluster.id());
        BitSet cells = before != null && before.day == day ? before.cells : new BitSet();
        int starts = grid.startsBefore(cluster.at());
        for (String id : fresh) {
            int token = grid.index(id);
            for (int a = 0; a < grid.origins.length; a++) {
                int member = grid.memberAt(a, token);
                for (int s = 0; member >= 0 && s < starts; s++) {
                    int cell = grid.cell(a, s);
                    if (grid.isMember(a, member, grid.starts[s]) && !cells.get(cell)) {
                        cells.set(cell);
                        hits[cell]++;
                    }
                }
            }
        }
        if (!cells.isEmpty()) {
            counted.put(cluster.id(), new Counted(day, cells));
        }
    }

    void close(String campaign) {
        counted.remove(campaign);
        mixed.remove(campaign);
        labels.close(campaign);
    }

    /**
     * The evidence for each origin and start at a time.
     *
     * @param times how many times as many stray contacts there may be as was thought
     */
    Scaled at(double now, double times) {
        Scaled out = labels.mixture().copy();
        Scaled poisson = Scaled.ones(1);
        double logTimes = StrictMath.log(times);
        for (int s = 0; s < grid.startsBefore(now); s++) {
            double years = (now - grid.starts[s]) / YEAR;
            double[] byHits = {};
            for (int a = 0; a < grid.origins.length; a++) {
                int cell = grid.cell(a, s);
                if (stray[cell] == 0) {
                    continue;
                }
                int n = hits[cell];
                if (n >= byHits.length) {
                    byHits = mixed(n, years);
                }
                poisson.setLog(0, byHits[n] - n * (logStray[cell] + logTimes) + stray[cell] * times * years);
                out.multiply(cell, poisson.value[0], poisson.scale[0]);
            }
        }
        return out;
    }

    /** {@code log sum share l^n exp(-l years)} for counts up to the given one. */
    private static double[] mixed(int most, double years) {
        double[] out = new double[most + 1];
        double[] terms = new double[LOG_RATE.length];
        for (int n = 0; n <= most; n++) {
            for (int l = 0; l < terms.length; l++) {
                terms[l] = LOG_SHARE[l] + n * LOG_RATE[l] - RATES.get(l).aYear() * years;
            }
            out[n] = LogSum.of(terms);
        }
        return out;
    }
}
