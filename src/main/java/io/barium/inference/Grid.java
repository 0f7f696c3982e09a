package io.barium.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is compared: each origin with each start of a leak and each bet. Origins are taken in the order of their keys
 * and tokens in the order of their ids, so that the same input gives the same bits however it was put together.
 */
public final class Grid {
    /** Bets of the mixture. */
    public static final List<Double> BETS = List.of(.02, .1, .3, .6, .9);
    /** How much of a campaign is taken to follow the leaked list. */
    public static final List<Double> RHOS = List.of(.6, 1.0);

    private static final int NONE = -1;

    final Names tokens;
    final int[] stratum;
    final int strata;
    final String[] stratumNames;
    /** Siblings of a stratum, none of which is named. */
    final int[] siblings;

    final String[] origins;
    /** Prior share of each origin. */
    private final double[] weights;

    final double[] starts;
    final double[] bets;
    final double[] rhos;
    /** For each origin the indices of its members, ascending, and their windows beside. */
    final int[][] members;

    final double[][] from;
    final double[][] until;

    private Grid(
            Map<String, String> strata,
            List<Origin> origins,
            List<Double> starts,
            List<Double> bets,
            List<Double> rhos) {
        this.tokens = new Names(strata.keySet());
        List<String> names = strata.values().stream().distinct().sorted().toList();
        this.strata = names.size();
        this.stratumNames = names.toArray(String[]::new);
        this.siblings = new int[this.strata];
        this.stratum = new int[tokens.size()];
        strata.forEach((token, name) -> stratum[index(token)] = stratumIndex(name));
        List<Origin> inOrder = new ArrayList<>(origins);
        inOrder.sort((a, b) -> a.key().compareTo(b.key()));
        this.origins = inOrder.stream().map(Origin::key).toArray(String[]::new);
        this.weights = inOrder.stream().mapToDouble(Origin::weight).toArray();
        this.starts = array(starts);
        this.bets = array(bets);
        this.rhos = array(rhos);
        this.members = new int[this.origins.length][];
        this.from = new double[this.origins.length][];
        this.until = new double[this.origins.length][];
        for (int a = 0; a < this.origins.length; a++) {
            index(a, inOrder.get(a));
        }
    }

    /** The same with other numbers of siblings and other starts; what is large is shared. */
    private Grid(Grid same, int[] siblings, double[] starts) {
        this.tokens = same.tokens;
        this.stratum = same.stratum;
        this.strata = same.strata;
        this.stratumNames = same.stratumNames;
        this.siblings = siblings;
        this.origins = same.origins;
        this.weights = same.weights;
        this.starts = starts;
        this.bets = same.bets;
        this.rhos = same.rhos;
        this.members = same.members;
        this.from = same.from;
        this.until = same.until;
    }

    /**
     * A grid with the usual bets.
     *
     * @param strata of every token, planted and control alike
     * @param starts on which a leak may have started, ascending
     */
    public static Grid of(Map<String, String> strata, List<Origin> origins, List<Double> starts) {
        return new Grid(strata, origins, starts, BETS, RHOS);
    }

    /** A grid with bets of its own. */
    public static Grid of(
            Map<String, String> strata,
            List<Origin> origins,
            List<Double> starts,
            List<Double> bets,
            List<Double> rhos) {
        return new Grid(strata, origins, starts, bets, rhos);
    }

    /**
     * The same tokens among siblings: addresses that the generator could have made as well, of which only the number is
     * known.
     *
     * @param counts by stratum
     */
    public Grid among(Map<String, Integer> counts) {
        int[] numbers = Arrays.stream(stratumNames)
                .mapToInt(n -> counts.getOrDefault(n, 0))
                .toArray();
        return new Grid(this, numbers, starts);
    }

    /**
     * The same tokens, siblings and origins with other starts.
     *
     * @param others ascending
     */
    Grid on(List<Double> others) {
        return new Grid(this, siblings, array(others));
    }

    /** The stratum's number; negative when there is none of that name. */
    int stratumIndex(String name) {
        int at = Arrays.binarySearch(stratumNames, name);
        return at < 0 ? NONE : at;
    }

    private void index(int a, Origin origin) {
        TreeMap<String, Origin.Presence> sorted = new TreeMap<>(origin.members());
        sorted.keySet().removeIf(token -> index(token) == NONE);
        members[a] = new int[sorted.size()];
        from[a] = new double[sorted.size()];
        until[a] = new double[sorted.size()];
        int i = 0;
        for (Map.Entry<String, Origin.Presence> e : sorted.entrySet()) {
            members[a][i] = index(e.getKey());
            from[a][i] = e.getValue().from();
            until[a][i] = e.getValue().until();
            i++;
        }
    }

    /** The token's number; negative when it is none of ours. */
    int index(String token) {
        int at = tokens.find(token);
        return at < 0 ? NONE : at;
    }

    /** Where a token stands among an origin's members; negative when it is none. */
    int memberAt(int origin, int token) {
        return Arrays.binarySearch(members[origin], token);
    }

    boolean isMember(int origin, int member, double start) {
        return from[origin][member] <= start && start < until[origin][member];
    }

    int cells() {
        return origins.length * starts.length;
    }

    /** The number of an origin with a start. */
    int cell(int origin, int start) {
        return origin * starts.length + start;
    }

    /** How many starts lie before a time. */
    int startsBefore(double at) {
        int n = 0;
        while (n < starts.length && starts[n] < at) {
            n++;
        }
        return n;
    }

    /** Prior share of each origin with each start. */
    double[] prior() {
        double[] known = new double[cells()];
        for (int cell = 0; cell < known.length; cell++) {
            known[cell] = weights[cell / starts.length] / starts.length;
        }
        return known;
    }

    /** Origin keys in order. */
    public List<String> originKeys() {
        return List.of(origins);
    }

    /** Starts in order. */
    public List<Double> starts() {
        return Arrays.stream(starts).boxed().toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
