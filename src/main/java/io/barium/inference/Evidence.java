package io.barium.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All evidence for one set of origins and starts. Channels whose labels were drawn apart multiply, and so does what is
 * conclusive by its content; marks inside a channel share their labels, so they are averaged. Beside the evidence by
 * labels stands the same with the guards' in place of the labels' where a channel has a guard; the smaller total
 * counts.
 *
 * <p>Not for several threads. {@link #state} and {@link #restore} split a replay anywhere without a change of a bit.
 */
public final class Evidence {
    private static final double ROUNDING = 1e-9;

    private final Grid grid;
    private final double[] prior;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private Conclusive conclusive;

    /**
     * What evidence has come to know.
     *
     * @param channels by name
     * @param conclusive content
     */
    public record State(Map<String, OfChannel> channels, Conclusive.State conclusive) {
        /**
         * What a channel has come to know.
         *
         * @param marks by name
         * @param guard {@code null} where there is none
         */
        public record OfChannel(Map<String, EvidenceProcess.State> marks, StrayGuard.@Nullable State guard) {}
    }

    /** Evidence on the origins and starts of a grid; channels are added with grids that have the same. */
    public Evidence(Grid grid) {
        this.grid = grid;
        this.prior = grid.prior();
        this.conclusive = new Conclusive(grid.starts);
    }

    /**
     * Adds a channel whose marks count alike.
     *
     * @param marks what a contact may bear, such as "any" and "sounds like the brand"; the first is the one that every
     *     contact bears
     * @param nu stray campaign days a token and year at most; {@code null} for no guard
     * @throws IllegalArgumentException when the grid has other origins or starts
     */
    public Evidence channel(String name, Grid own, List<String> marks, @Nullable Double nu) {
        Map<String, Double> shares = new LinkedHashMap<>();
        marks.forEach(mark -> shares.put(mark, 1.0 / marks.size()));
        return channel(name, own, shares, nu);
    }

    /**
     * Adds a channel.
     *
     * @param shares what a contact may bear, the first being what every contact bears, each with its weight in the
     *     average; weights add up to 1
     * @param nu stray campaign days a token and year at most; {@code null} for no guard
     * @throws IllegalArgumentException when the grid has other origins or starts, or weights add up to another sum
     */
    public Evidence channel(String name, Grid own, Map<String, Double> shares, @Nullable Double nu) {
        if (!own.originKeys().equals(grid.originKeys()) || !own.starts().equals(grid.starts())) {
            throw new IllegalArgumentException("channel " + name + " has other origins or starts");
        }
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > ROUNDING) {
            throw new IllegalArgumentException("marks of channel " + name + " have weights that add up to " + sum);
        }
        channels.put(name, new Channel(own, shares, nu));
        return this;
    }

    /**
     * Goes on from what another one with the same channels had come to know.
     *
     * @throws IllegalArgumentException when it had other channels, marks, origins, starts or bets
     */
    public Evidence restore(State state) {
        channels.forEach((name, channel) -> {
            State.OfChannel known = state.channels().get(name);
            if (known == null) {
                throw new IllegalArgumentException("state has no channel " + name);
            }
            channel.restore(known);
        });
        conclusive = new Conclusive(grid.starts, state.conclusive());
        return this;
    }

    /** What it has come to know. */
    public State state() {
        Map<String, State.OfChannel> states = new TreeMap<>();
        channels.forEach((name, channel) -> states.put(name, channel.state()));
        return new State(states, conclusive.state());
    }

    /**
     * Marks as reached or quoted what had been so when an older one saw it; nothing is won or lost by it. For starts
     * that all lie after what the older one has seen.
     */
    public Evidence after(Evidence older) {
        channels.forEach((name, channel) -> {
            Channel known = older.channels.get(name);
            if (known != null) {
                channel.reached(known);
            }
        });
        conclusive.known(older.conclusive.quoted());
        return this;
    }

    /**
     * Takes what a campaign reached in a channel, under one of the marks that it bears; to be called for each of them.
     *
     * @return whether it was the first to reach anything; otherwise nothing has changed
     * @throws IllegalArgumentException when there is no such channel or mark
     */
    public boolean take(String channel, String mark, Cluster cluster) {
        Channel own = channels.get(channel);
        if (own == null) {
            throw new IllegalArgumentException("no channel " + channel + " among " + channels.keySet());
        }
        return own.take(mark, cluster);
    }

    /**
     * A contact was searched for what only the database holds, whether or not anything was found.
     *
     * @param at when it came, in days
     * @param chance that it would quote such a thing by accident: digit strings in it, times numbers that would have
     *     counted, over the size of the space that numbers are drawn from
     */
    public void searched(double at, double chance) {
        conclusive.searched(at, chance);
    }

    /**
     * Something was quoted that only the database holds.
     *
     * @param at when the campaign began that quotes it, in days
     * @param token what was quoted; only its first time counts
     * @return whether this was the first time
     */
    public boolean quoted(double at, String token) {
        return conclusive.quote(at, token);
    }

    /** A campaign of which nothing more is expected; should it go on, that counts as another one. */
    public void close(String campaign) {
        channels.values().forEach(c -> c.close(campaign));
    }

    /** Logarithm of E at a time, in days: the smaller of the evidence by labels and of that beside the guards. */
    public double logE(double now) {
        return Math.min(logByLabels(), logGuarded(now, 1));
    }

    /** Logarithm of the evidence by labels alone, as if no stray contacts were possible. */
    public double logByLabels() {
        return labels().logSum(prior);
    }

    /**
     * Logarithm of the evidence with the guards' where a channel has one.
     *
     * @param now in days
     * @param times how many times as many stray contacts there may be as was thought; 1 for as many
     */
    public double logGuarded(double now, double times) {
        return guarded(now, times).logSum(prior);
    }

    /** Logarithm of the evidence for each origin and start, with their prior: {@code [origin][start]}. */
    public double[][] cells(double now, boolean guarded) {
        Scaled product = guarded ? guarded(now, 1) : labels();
        double[][] out = new double[grid.origins.length][grid.starts.length];
        for (int a = 0; a < out.length; a++) {
            for (int s = 0; s < out[a].length; s++) {
                int cell = grid.cell(a, s);
                out[a][s] = StrictMath.log(prior[cell]) + product.log(cell);
            }
        }
        return out;
    }

    private Scaled labels() {
        Scaled product = conclusive();
        channels.values().forEach(c -> product.multiply(c.labels()));
        return product;
    }

    private Scaled guarded(double now, double times) {
        Scaled product = conclusive();
        channels.values().forEach(c -> product.multiply(c.guarded(now, times)));
        return product;
    }

    private Scaled conclusive() {
        Scaled out = Scaled.ones(grid.cells());
        double[] logs = conclusive.logs();
        for (int s = 0; s < logs.length; s++) {
            for (int a = 0; logs[s] != 0 && a < grid.origins.length; a++) {
                out.setLog(grid.cell(a, s), logs[s]);
            }
        }
        return out;
    }
}
