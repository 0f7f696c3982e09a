package io.barium.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A way in whose labels were drawn apart: its marks, which share those labels and so are averaged, and its guard. */
final class Channel {
    private final Grid grid;
    private final @Nullable Double nu;
    private final Map<String, Double> shares;
    private final Map<String, EvidenceProcess> marks = new LinkedHashMap<>();
    private @Nullable StrayGuard guard;
    /** The average over marks, until something changes. */
    private @Nullable Scaled labels;

    Channel(Grid grid, Map<String, Double> shares, @Nullable Double nu) {
        this.grid = grid;
        this.nu = nu;
        this.shares = new LinkedHashMap<>(shares);
        shares.keySet().forEach(name -> marks.put(name, new EvidenceProcess(grid)));
        this.guard = nu == null ? null : new StrayGuard(grid, nu);
    }

    /** Goes on from what another one like it had come to know. */
    void restore(Evidence.State.OfChannel state) {
        marks.replaceAll((name, p) -> {
            EvidenceProcess.State mark = state.marks().get(name);
            if (mark == null) {
                throw new IllegalArgumentException("state has no mark " + name);
            }
            return new EvidenceProcess(grid, mark);
        });
        StrayGuard.State stray = state.guard();
        guard = nu == null || stray == null ? guard : new StrayGuard(grid, nu, stray);
        labels = null;
    }

    Evidence.State.OfChannel state() {
        Map<String, EvidenceProcess.State> states = new TreeMap<>();
        marks.forEach((name, p) -> states.put(name, p.state()));
        return new Evidence.State.OfChannel(states, guard == null ? null : guard.state());
    }

    /** Marks as reached what another one had seen; nothing is won or lost by it. */
    void reached(Channel older) {
        marks.forEach((name, p) -> {
            EvidenceProcess known = older.marks.get(name);
            if (known != null) {
                EvidenceProcess.State state = known.state();
                p.reached(state.hit(), state.siblings());
                if (guard != null && isFirst(name)) {
                    guard.reached(state.hit(), state.siblings());
                }
            }
        });
    }

    /** The first mark is the one that every contact bears, so it is the guard's, too. */
    boolean take(String mark, Cluster cluster) {
        EvidenceProcess process = marks.get(mark);
        if (process == null) {
            throw new IllegalArgumentException("no mark " + mark + " among " + marks.keySet());
        }
        List<String> fresh = process.take(cluster);
        if (fresh.isEmpty()) {
            return false;
        }
        labels = null;
        if (guard != null && isFirst(mark)) {
            guard.take(cluster, fresh);
        }
        return true;
    }

    private boolean isFirst(String mark) {
        return mark.equals(marks.keySet().iterator().next());
    }

    void close(String campaign) {
        marks.values().forEach(p -> p.close(campaign));
        if (guard != null) {
            guard.close(campaign);
        }
    }

    /** The evidence for each origin and start at a time, by the guard where there is one. */
    Scaled guarded(double now, double times) {
        return guard == null ? labels() : guard.at(now, times);
    }

    /** The evidence by labels for each origin and start. */
    Scaled labels() {
        Scaled known = labels;
        if (known == null) {
            known = average();
            labels = known;
        }
        return known;
    }

    private Scaled average() {
        Scaled out = Scaled.ones(grid.cells());
        for (int cell = 0; cell < grid.cells(); cell++) {
            int scale = Integer.MIN_VALUE;
            for (EvidenceProcess mark : marks.values()) {
                scale = Math.max(scale, mark.mixture().scale[cell]);
            }
            double sum = 0;
            for (Map.Entry<String, EvidenceProcess> mark : marks.entrySet()) {
                sum += shares.getOrDefault(mark.getKey(), 0.0)
                        * mark.getValue().mixture().at(cell, scale);
            }
            out.set(cell, sum, scale);
        }
        return out;
    }
}
