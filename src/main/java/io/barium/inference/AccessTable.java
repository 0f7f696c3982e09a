package io.barium.inference;

import io.barium.inference.LeakWindow.Start;
import io.barium.inference.Origin.Presence;
import io.barium.inference.OriginRanking.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which candidate could have taken which row on which day, and how well that explains the hits. */
final class AccessTable {
    /** Share of hits that are background, or whose access is missing from the log. */
    private static final double[] STRAYS = {.01, .05, .15};

    private static final double[] STRAY_PRIOR = {.25, .5, .25};
    /** Powers of the popularity by which an unknown origin takes rows. */
    private static final int TILTS = 3;

    private static final double SMALL = 1e-250;

    private final List<Candidate> candidates;
    private final List<Hit> hits;
    private final double[] days;
    /** Logarithm of the prior of each day and share of background. */
    private final double[] priors;

    private final int tokens;
    private final Map<String, Integer> index = new HashMap<>();
    private final Reach[] reach;
    /** Whether a token stands: {@code [token][day]}. */
    private final boolean[][] standing;
    /** Agents that could have taken a token: {@code [token][day]}. */
    private final int[][] popularity;

    /**
     * What an origin could reach.
     *
     * @param rows that it could have taken, by day
     * @param hit which of the hits those rows explain: {@code [hit][day]}
     */
    record Reach(int[] rows, boolean[][] hit) {
        /** Most hits that are explained on a single day. */
        int matched() {
            int most = 0;
            for (int s = 0; s < rows.length; s++) {
                int n = 0;
                for (boolean[] ofHit : hit) {
                    n += ofHit[s] ? 1 : 0;
                }
                most = Math.max(most, n);
            }
            return most;
        }
    }

    AccessTable(List<Hit> hits, List<Candidate> candidates, List<Start> starts, Map<String, Presence> planted) {
        if (starts.isEmpty()) {
            throw new IllegalArgumentException("origins need at least one day of the leak");
        }
        List<Start> sorted =
                starts.stream().sorted(Comparator.comparingDouble(Start::at)).toList();
        this.candidates = candidates;
        this.hits = Hit.firsts(hits);
        this.days = sorted.stream().mapToDouble(Start::at).toArray();
        this.priors = new double[days.length * STRAYS.length];
        for (int i = 0; i < priors.length; i++) {
            double weight = sorted.get(i / STRAYS.length).weight();
            priors[i] = StrictMath.log(weight) + StrictMath.log(STRAY_PRIOR[i % STRAYS.length]);
        }
        this.tokens = planted.size();
        for (String token : new TreeSet<>(planted.keySet())) {
            index.put(token, index.size());
        }
        this.standing = new boolean[tokens][];
        planted.forEach((token, p) -> {
            boolean[] on = new boolean[days.length];
            Arrays.fill(on, first(p.from()), Math.max(first(p.from()), first(p.until())), true);
            standing[index.getOrDefault(token, 0)] = on;
        });
        this.popularity = new int[tokens][days.length + 1];
        this.reach = new Reach[candidates.size()];
        TreeSet<String> keys = new TreeSet<>(List.of(OriginRanking.UNKNOWN_KEY));
        for (int a = 0; a < reach.length; a++) {
            if (!keys.add(candidates.get(a).key())) {
                throw new IllegalArgumentException(
                        "two origins have the key " + candidates.get(a).key());
            }
            reach[a] = reach(candidates.get(a).members(), candidates.get(a).kind() == OriginKind.AGENT);
        }
        for (int[] agents : popularity) {
            sum(agents);
        }
    }

    int hits() {
        return hits.size();
    }

    int matched(int candidate) {
        return reach[candidate].matched();
    }

    /**
     * The first moment at which a candidate could have taken as many of the hit rows as at any other; infinite for
     * none.
     */
    double since(int candidate) {
        Map<String, Presence> members = candidates.get(candidate).members();
        List<Presence> open = new ArrayList<>();
        for (Hit hit : hits) {
            Presence p = members.get(hit.token());
            if (p != null && p.from() < Math.min(p.until(), hit.at())) {
                open.add(new Presence(p.from(), Math.min(p.until(), hit.at())));
            }
        }
        double[] from = open.stream().mapToDouble(Presence::from).sorted().toArray();
        double[] until = open.stream().mapToDouble(Presence::until).sorted().toArray();
        double since = Double.POSITIVE_INFINITY;
        int over = 0;
        for (int i = 0, most = 0; i < from.length; i++) {
            while (until[over] <= from[i]) {
                over++;
            }
            if (i + 1 - over > most) {
                most = i + 1 - over;
                since = from[i];
            }
        }
        return since;
    }

    /** Logarithm of weight and likelihood for each day and share of background. */
    double[] likelihood(int candidate) {
        return likelihood(reach[candidate]);
    }

    double[] likelihood(Reach of) {
        double[] out = new double[priors.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = priors[i] + log(of, i / STRAYS.length, STRAYS[i % STRAYS.length]);
        }
        return out;
    }

    /** What two together could reach. */
    Reach union(int a, int b) {
        Map<String, Presence> members = new HashMap<>(candidates.get(a).members());
        candidates
                .get(b)
                .members()
                .forEach((token, p) -> members.merge(
                        token,
                        p,
                        (x, y) -> new Presence(Math.min(x.from(), y.from()), Math.max(x.until(), y.until()))));
        return reach(members, false);
    }

    /** The same as {@link #likelihood} for origins that are not listed, with each power alike. */
    double[] unknown() {
        double[] out = new double[priors.length];
        double[] terms = new double[TILTS];
        for (int i = 0; i < out.length; i++) {
            for (int g = 0; g < TILTS; g++) {
                terms[g] = tilted(i / STRAYS.length, STRAYS[i % STRAYS.length], g) - StrictMath.log(TILTS);
            }
            out[i] = priors[i] + LogSum.of(terms);
        }
        return out;
    }

    private Reach reach(Map<String, Presence> members, boolean popular) {
        int[] rows = new int[days.length + 1];
        members.forEach((token, p) -> {
            int from = first(p.from());
            int until = first(p.until());
            Integer i = from < until ? index.get(token) : null;
            if (i != null) {
                rows[from]++;
                rows[until]--;
                popularity[i][from] += popular ? 1 : 0;
                popularity[i][until] -= popular ? 1 : 0;
            }
        });
        sum(rows);
        boolean[][] hit = new boolean[hits.size()][days.length];
        for (int j = 0; j < hit.length; j++) {
            Presence p = index.containsKey(hits.get(j).token())
                    ? members.get(hits.get(j).token())
                    : null;
            if (p != null) {
                int until = Math.min(first(p.until()), first(hits.get(j).at()));
                Arrays.fill(hit[j], Math.min(first(p.from()), until), until, true);
            }
        }
        return new Reach(Arrays.copyOf(rows, days.length), hit);
    }

    /** Rows are taken without replacement: what was reached is not reached first again. */
    private double log(Reach of, int s, double stray) {
        int left = of.rows[s];
        int n = tokens;
        double log = 0;
        double product = 1;
        for (boolean[] ofHit : of.hit) {
            double background = stray / Math.max(1, n--);
            product *= ofHit[s] ? background + (1 - stray) / left-- : background;
            if (product < SMALL) {
                log += StrictMath.log(product);
                product = 1;
            }
        }
        return log + StrictMath.log(product);
    }

    private double tilted(int s, double stray, int power) {
        double sum = 0;
        for (int i = 0; i < tokens; i++) {
            sum += standing[i][s] ? weight(i, s, power) : 0;
        }
        int n = tokens;
        double log = 0;
        for (Hit hit : hits) {
            double chance = stray / Math.max(1, n--);
            Integer i = index.get(hit.token());
            if (i != null && standing[i][s] && days[s] < hit.at()) {
                double weight = weight(i, s, power);
                chance += (1 - stray) * weight / sum;
                sum -= weight;
            }
            log += StrictMath.log(chance);
        }
        return log;
    }

    /** Small whole numbers, so that sums of them are exact. */
    private double weight(int token, int s, int power) {
        double seen = popularity[token][s] + 1.0;
        return power == 0 ? 1 : power == 1 ? seen : seen * seen;
    }

    /** The first day that is not before a time. */
    private int first(double time) {
        if (time > days[days.length - 1]) {
            return days.length;
        }
        int found = Arrays.binarySearch(days, time);
        return found < 0 ? -found - 1 : found;
    }

    private static void sum(int[] changes) {
        for (int s = 1; s < changes.length; s++) {
            changes[s] += changes[s - 1];
        }
    }
}
