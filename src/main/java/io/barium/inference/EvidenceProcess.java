package io.barium.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Evidence that planted tokens are reached and equally good control tokens are not, valid at every look: a mixture of
 * betting martingales over origins, starts and bets (Ville's inequality bounds how often it ever exceeds a level
 * without a leak). A token's first contact belongs to a set of members with the share that the set has among the tokens
 * of its stratum that were not reached yet, however bursty the background is, because labels were drawn at random
 * inside a stratum; that share is what each bet is paid by.
 *
 * <p>Not for several threads. {@link #state} and {@link #EvidenceProcess(Grid, State)} split a replay anywhere without
 * a change of a bit.
 */
public final class EvidenceProcess {
    private final Grid grid;
    private final Urn urn;
    /** Wealth of each hypothesis: {@code (origin * starts + start) * bets + bet}. */
    private final Scaled wealth;

    private final Map<String, Open> open = new LinkedHashMap<>();
    /** What the contacts at hand are worth to each origin, start and rho. */
    private final Scaled factors;
    /** The mixture over bets, until something changes. */
    private @Nullable Scaled mixture;

    private final double[] prior;

    /** A campaign that may go on: what it has been worth to each origin, start and rho. */
    private record Open(double at, Scaled ratio) {}

    /**
     * What a process has come to know. Numbers are {@code value * 2^(512 scale)}.
     *
     * @param hit tokens that were reached, ascending
     * @param siblings that were reached, each with its stratum
     * @param wealth of each origin, start and bet
     * @param scale of the wealth
     * @param campaigns that may go on
     */
    public record State(
            List<String> hit,
            Map<String, String> siblings,
            double[] wealth,
            int[] scale,
            Map<String, Campaign> campaigns) {
        /**
         * A campaign that may go on.
         *
         * @param at when it began
         * @param ratio what it has been worth to each origin, start and rho
         * @param scale of the ratio
         */
        public record Campaign(double at, double[] ratio, int[] scale) {}
    }

    /** A process that has seen nothing. */
    public EvidenceProcess(Grid grid) {
        this(grid, Scaled.ones(grid.cells() * grid.bets.length));
    }

    /** A process that goes on from what another one over the same grid had come to know. */
    public EvidenceProcess(Grid grid, State state) {
        this(grid, new Scaled(state.wealth().clone(), state.scale().clone()));
        urn.reachAll(state.hit(), state.siblings());
        state.campaigns()
                .forEach((id, c) -> open.put(
                        id,
                        new Open(c.at(), new Scaled(c.ratio().clone(), c.scale().clone()))));
    }

    private EvidenceProcess(Grid grid, Scaled wealth) {
        if (wealth.value.length != grid.cells() * grid.bets.length) {
            throw new IllegalArgumentException("state of another grid: " + wealth.value.length + " hypotheses, not "
                    + grid.cells() * grid.bets.length);
        }
        this.grid = grid;
        this.prior = grid.prior();
        this.urn = new Urn(grid);
        this.wealth = wealth;
        this.factors = Scaled.ones(grid.cells() * grid.rhos.length);
    }

    /** What it has come to know. */
    public State state() {
        Map<String, State.Campaign> campaigns = new LinkedHashMap<>();
        open.forEach(
                (id, o) -> campaigns.put(id, new State.Campaign(o.at, o.ratio.value.clone(), o.ratio.scale.clone())));
        return new State(
                urn.tokensReached(), urn.siblingsReached(), wealth.value.clone(), wealth.scale.clone(), campaigns);
    }

    /** Marks as reached what was reached before this process began; nothing is won or lost by it. */
    public void reached(List<String> tokens, Map<String, String> siblings) {
        urn.reachAll(tokens, siblings);
    }

    /**
     * Takes what a campaign reached. Tokens that were reached before change nothing.
     *
     * @return what it was the first to reach
     */
    public List<String> take(Cluster cluster) {
        SortedMap<String, Integer> fresh = urn.fresh(cluster);
        if (fresh.isEmpty()) {
            return List.of();
        }
        Open campaign = open.computeIfAbsent(
                cluster.id(), id -> new Open(cluster.at(), Scaled.ones(grid.cells() * grid.rhos.length)));
        int starts = grid.startsBefore(campaign.at);
        factors.reset();
        fresh.forEach((id, stratum) -> {
            judge(starts, grid.index(id), stratum);
            urn.reach(id, stratum);
        });
        for (int a = 0; a < grid.origins.length; a++) {
            for (int s = 0; s < starts; s++) {
                pay(grid.cell(a, s), campaign.ratio);
            }
        }
        mixture = null;
        return List.copyOf(fresh.keySet());
    }

    /** A campaign of which nothing more is expected; should it go on, that counts as another one. */
    public void close(String campaign) {
        open.remove(campaign);
    }

    /** Campaigns that may go on. */
    public List<String> openCampaigns() {
        return List.copyOf(open.keySet());
    }

    private void judge(int starts, int token, int stratum) {
        double n = urn.left(stratum);
        int[] membersLeft = urn.membersLeft(stratum);
        int rhos = grid.rhos.length;
        for (int a = 0; a < grid.origins.length; a++) {
            int member = token < 0 ? token : grid.memberAt(a, token);
            for (int s = 0; s < starts; s++) {
                int cell = grid.cell(a, s);
                int m = membersLeft[cell];
                if (m == 0) {
                    continue;
                }
                boolean in = member >= 0 && grid.isMember(a, member, grid.starts[s]);
                double factor = in ? n / m : 0;
                for (int r = 0; r < rhos; r++) {
                    double rho = grid.rhos[r];
                    factors.multiply(cell * rhos + r, (1 - rho) + rho * factor, 0);
                }
            }
        }
    }

    /** Each hypothesis gets what the whole campaign is worth instead of what it was worth before. */
    private void pay(int cell, Scaled ratio) {
        int from = cell * grid.rhos.length;
        int until = from + grid.rhos.length;
        if (untouched(from, until)) {
            return;
        }
        int scaleBefore = Math.max(0, ratio.largestScale(from, until));
        double before = mean(ratio, from, until, scaleBefore);
        for (int i = from; i < until; i++) {
            ratio.multiply(i, factors.value[i], factors.scale[i]);
        }
        int scaleAfter = Math.max(0, ratio.largestScale(from, until));
        double after = mean(ratio, from, until, scaleAfter);
        double one = scaleAfter == 0 ? 1 : Math.scalb(1, -512 * scaleAfter);
        double oneBefore = scaleBefore == 0 ? 1 : Math.scalb(1, -512 * scaleBefore);
        for (int w = 0; w < grid.bets.length; w++) {
            double bet = grid.bets[w];
            double payment = ((1 - bet) * one + bet * after) / ((1 - bet) * oneBefore + bet * before);
            wealth.multiply(cell * grid.bets.length + w, payment, scaleAfter - scaleBefore);
        }
    }

    private boolean untouched(int from, int until) {
        boolean ones = true;
        for (int i = from; i < until; i++) {
            ones &= factors.isOne(i);
        }
        return ones;
    }

    private static double mean(Scaled ratio, int from, int until, int scale) {
        double sum = 0;
        for (int i = from; i < until; i++) {
            sum += ratio.at(i, scale);
        }
        return sum / (until - from);
    }

    /** The mixture over bets for each origin and start, in the orders of the grid, without their prior. */
    Scaled mixture() {
        Scaled known = mixture;
        if (known == null) {
            known = Scaled.ones(grid.cells());
            int bets = grid.bets.length;
            for (int cell = 0; cell < grid.cells(); cell++) {
                int scale = wealth.largestScale(cell * bets, (cell + 1) * bets);
                known.set(cell, mean(wealth, cell * bets, (cell + 1) * bets, scale), scale);
            }
            mixture = known;
        }
        return known;
    }

    /** Logarithm of E, the mixture of all hypotheses. */
    public double logE() {
        return mixture().logSum(prior);
    }

    /** Share of each origin in E. */
    public Map<String, Double> byOrigin() {
        Map<String, Double> out = new TreeMap<>();
        for (int a = 0; a < grid.origins.length; a++) {
            out.merge(grid.origins[a], share(a, a + 1, 0, grid.starts.length), Double::sum);
        }
        return out;
    }

    /** Share of each start in E, in the order of starts. */
    public double[] byStart() {
        double[] out = new double[grid.starts.length];
        for (int s = 0; s < out.length; s++) {
            out[s] = share(0, grid.origins.length, s, s + 1);
        }
        return out;
    }

    private double share(int fromOrigin, int untilOrigin, int fromStart, int untilStart) {
        List<Double> terms = new ArrayList<>();
        for (int a = fromOrigin; a < untilOrigin; a++) {
            for (int s = fromStart; s < untilStart; s++) {
                int cell = grid.cell(a, s);
                terms.add(StrictMath.log(prior[cell]) + mixture().log(cell));
            }
        }
        return StrictMath.exp(
                LogSum.of(terms.stream().mapToDouble(Double::doubleValue).toArray()) - logE());
    }
}
