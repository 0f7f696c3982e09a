package io.barium.bench;

import io.barium.casework.TokenIndex;
import io.barium.model.TokenKind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Fills a table with tokens and looks notations up in it, once. */
final class MatchRun {
    private static final int LOOK_UPS = 200_000;
    private static final int CHUNK = 20_000;
    /** Small tables are made so often that together they can be weighed. */
    private static final int WEIGHED = 200_000;

    /** A table under test. */
    interface Table {
        void expect(long notations);

        void add(TokenKind kind, String key, int token);

        /** Everything is in. */
        void settle();

        boolean has(TokenKind kind, String key);
    }

    /**
     * What one run has shown.
     *
     * @param buildSeconds of hashing and inserting; making the notations is not counted
     * @param buildCpuSeconds of the same, without waiting for a core
     * @param heapBytes of the whole table
     */
    record Figures(
            double buildSeconds,
            double buildCpuSeconds,
            double heapBytes,
            double hitsPerSecond,
            double missesPerSecond) {}

    private record Notation(TokenKind kind, String key) {}

    /** Nanoseconds of what it timed, in all. */
    private static final class Watch {
        private long wall;
        private long cpu;

        void time(Runnable work) {
            long wallBefore = System.nanoTime();
            long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            cpu += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
            wall += System.nanoTime() - wallBefore;
        }
    }

    private MatchRun() {}

    /** Barium's own. */
    static Table index() {
        TokenIndex index = new TokenIndex();
        return new Table() {
            @Override
            public void expect(long notations) {
                index.expect(notations);
            }

            @Override
            public void add(TokenKind kind, String key, int token) {
                index.add(kind, key, token);
            }

            @Override
            public void settle() {
                index.settle();
            }

            @Override
            public boolean has(TokenKind kind, String key) {
                return index.find(kind, key).length > 0;
            }
        };
    }

    /** The yardstick, a map for each kind; of tokens that share a notation it keeps the last. */
    static Table hashMap() {
        Map<TokenKind, Map<String, Long>> kinds = new EnumMap<>(TokenKind.class);
        return new Table() {
            @Override
            public void expect(long notations) {}

            @Override
            public void add(TokenKind kind, String key, int token) {
                kinds.computeIfAbsent(kind, k -> new HashMap<>()).put(key, (long) token);
            }

            @Override
            public void settle() {}

            @Override
            public boolean has(TokenKind kind, String key) {
                return kinds.getOrDefault(kind, Map.of()).containsKey(key);
            }
        };
    }

    /**
     * Runs once.
     *
     * @param seed of the notations that are looked up
     */
    static Figures of(IntFunction<Table> make, int tokens, long seed) {
        int copies = Math.max(1, WEIGHED / tokens);
        @Nullable Table[] tables = new Table[copies];
        Watch building = new Watch();
        long before = usedHeap();
        for (int c = 0; c < copies; c++) {
            Table table = make.apply(tokens);
            tables[c] = table;
            fill(table, tokens, building);
        }
        double heap = (usedHeap() - before) / (double) copies;
        Table last = java.util.Objects.requireNonNull(tables[copies - 1]);
        double hits = perSecond(last, sample(seed, 0, tokens), true);
        double misses = perSecond(last, sample(seed, tokens, Integer.MAX_VALUE), false);
        return new Figures(building.wall / 1e9 / copies, building.cpu / 1e9 / copies, heap, hits, misses);
    }

    private static void fill(Table table, int tokens, Watch building) {
        building.time(() -> table.expect(Notations.of(tokens)));
        List<Notation> chunk = new ArrayList<>(2 * CHUNK);
        List<Integer> owners = new ArrayList<>(2 * CHUNK);
        for (int from = 0; from < tokens; from += CHUNK) {
            chunk.clear();
            owners.clear();
            for (int t = from; t < Math.min(tokens, from + CHUNK); t++) {
                for (String key : Notations.keys(t)) {
                    chunk.add(new Notation(Notations.kind(t), key));
                    owners.add(t);
                }
            }
            building.time(() -> {
                for (int i = 0; i < chunk.size(); i++) {
                    table.add(chunk.get(i).kind(), chunk.get(i).key(), owners.get(i));
                }
            });
        }
        building.time(table::settle);
    }

    /** Fresh texts, as they come out of a mail: their hash codes are not known yet. */
    private static List<Notation> sample(long seed, int from, int to) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Notation> sample = new ArrayList<>(LOOK_UPS);
        while (sample.size() < LOOK_UPS) {
            int token = random.nextInt(from, to);
            List<String> keys = Notations.keys(token);
            sample.add(new Notation(Notations.kind(token), keys.get(random.nextInt(keys.size()))));
        }
        return sample;
    }

    private static double perSecond(Table table, List<Notation> sample, boolean hits) {
        int found = 0;
        long start = System.nanoTime();
        for (Notation n : sample) {
            found += table.has(n.kind(), n.key()) ? 1 : 0;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (hits && found != sample.size()) {
            throw new IllegalStateException(
                    "only " + found + " of " + sample.size() + " registered notations were found");
        }
        return sample.size() / seconds;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
