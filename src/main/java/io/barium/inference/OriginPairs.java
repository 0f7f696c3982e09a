package io.barium.inference;

import io.barium.inference.LeakWindow.Start;
import io.barium.inference.Origin.Presence;
import io.barium.inference.OriginRanking.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Two agents who worked together: asked for when no single origin explains the contacts. */
public final class OriginPairs {
    /** Of the agents' prior, what pairs have. */
    private static final double SHARE = .1;
    /** Pairs are made of the agents that explain most. */
    private static final int AGENTS = 40;

    private OriginPairs() {}

    /**
     * Two agents together.
     *
     * @param first key of the one
     * @param second key of the other
     * @param probability given a leak, among all candidates, unknown ones and pairs
     * @param matched contacts that the accesses of either explain, on the day that suits them best
     * @param factor Bayes factor against the better of the two alone
     */
    public record Pair(String first, String second, double probability, int matched, double factor) {}

    /**
     * Ranks pairs of whom each explains something that the other does not, likeliest first; the arguments are those of
     * {@link OriginRanking#of}.
     *
     * @param most how many pairs to answer at most
     */
    public static List<Pair> of(
            List<Hit> hits, List<Candidate> candidates, List<Start> starts, Map<String, Presence> planted, int most) {
        AccessTable table = new AccessTable(hits, candidates, starts, planted);
        double[] priors = OriginPriors.of(candidates);
        List<Double> logs = new ArrayList<>();
        logs.add(StrictMath.log(OriginPriors.UNKNOWN) + LogSum.of(table.unknown()));
        double[] alone = new double[priors.length];
        List<Integer> agents = new ArrayList<>();
        for (int a = 0; a < priors.length; a++) {
            boolean agent = candidates.get(a).kind() == OriginKind.AGENT;
            alone[a] = LogSum.of(table.likelihood(a));
            logs.add(StrictMath.log(priors[a] * (agent ? 1 - SHARE : 1)) + alone[a]);
            if (agent) {
                agents.add(a);
            }
        }
        double each =
                StrictMath.log(OriginPriors.AGENTS * SHARE / Math.max(1, agents.size() * (agents.size() - 1) / 2.0));
        List<Pair> found = new ArrayList<>();
        List<Integer> best = best(agents, table, candidates);
        for (int i = 0; i < best.size(); i++) {
            for (int j = i + 1; j < best.size(); j++) {
                int a = best.get(i);
                int b = best.get(j);
                AccessTable.Reach both = table.union(a, b);
                int matched = both.matched();
                if (matched > Math.max(table.matched(a), table.matched(b))) {
                    double log = LogSum.of(table.likelihood(both));
                    logs.add(each + log);
                    double factor = StrictMath.exp(log - Math.max(alone[a], alone[b]));
                    String first = candidates.get(a).key();
                    String second = candidates.get(b).key();
                    found.add(new Pair(first, second, each + log, matched, factor));
                }
            }
        }
        double all = LogSum.of(logs.stream().mapToDouble(Double::doubleValue).toArray());
        return found.stream()
                .map(p -> new Pair(p.first, p.second, StrictMath.exp(p.probability - all), p.matched, p.factor))
                .sorted(Comparator.comparingDouble(Pair::probability)
                        .reversed()
                        .thenComparing(Pair::first)
                        .thenComparing(Pair::second))
                .limit(most)
                .toList();
    }

    private static List<Integer> best(List<Integer> agents, AccessTable table, List<Candidate> candidates) {
        return agents.stream()
                .filter(a -> table.matched(a) > 0)
                .sorted(Comparator.<Integer>comparingInt(table::matched)
                        .reversed()
                        .thenComparing(a -> candidates.get(a).key()))
                .limit(AGENTS)
                .toList();
    }
}
