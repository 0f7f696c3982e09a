package io.barium.bench;

import io.barium.bench.MatchRun.Figures;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the token index beside the map that one would take otherwise. */
@Command(
        name = "match",
        description =
                "Measures look-ups of notations in the token index: how many a second, hits and misses apart, heap bytes a"
                        + " token, time to build; beside a HashMap<String, Long> where the heap has room for one.",
        mixinStandardHelpOptions = true)
final class MatchBench implements Callable<Integer> {
    private static final int FIVE = 5;
    /** Heap that an entry of the map takes with its key and value, rounded up. */
    private static final int MAP_BYTES = 150;

    private static final double ROOM = .7;
    private static final int LARGE = 10_000_000;
    private static final double GOAL_BYTES = 25;
    private static final double GOAL_SECONDS = 3;

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--json", description = "print one JSON object instead of a table")
    boolean json;

    @Option(names = "--runs", description = "of each size, of which the median counts; default: ${DEFAULT-VALUE}")
    int runs = FIVE;

    @Option(names = "--tokens", split = ",", description = "sizes; default: 1000,1000000,10000000")
    int[] sizes = {1_000, 1_000_000, LARGE};

    /**
     * Medians of a size.
     *
     * @param map {@code null} where the heap has no room for it
     */
    private record Size(int tokens, Figures index, @Nullable Figures map) {}

    @Override
    public Integer call() {
        List<Size> measured = new ArrayList<>();
        for (int tokens : sizes) {
            measured.add(measure(tokens));
        }
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(json(measured).encodePrettily());
        } else {
            print(out, measured);
        }
        out.flush();
        return 0;
    }

    private Size measure(int tokens) {
        boolean room =
                Notations.of(tokens) * MAP_BYTES < ROOM * Runtime.getRuntime().maxMemory();
        List<Figures> index = new ArrayList<>();
        List<Figures> map = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            index.add(MatchRun.of(n -> MatchRun.index(), tokens, run));
            if (room) {
                map.add(MatchRun.of(n -> MatchRun.hashMap(), tokens, run));
            }
        }
        return new Size(tokens, median(index), room ? median(map) : null);
    }

    private static Figures median(List<Figures> figures) {
        return new Figures(
                median(figures, Figures::buildSeconds),
                median(figures, Figures::buildCpuSeconds),
                median(figures, Figures::heapBytes),
                median(figures, Figures::hitsPerSecond),
                median(figures, Figures::missesPerSecond));
    }

    private static double median(List<Figures> figures, ToDoubleFunction<Figures> of) {
        double[] sorted = figures.stream().mapToDouble(of).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
                .average()
                .orElseThrow();
    }

    private void print(PrintWriter out, List<Size> measured) {
        out.printf(
                "medians of %d runs; tokens: a third each of mail addresses (1 notation), numbers (2) and tickets (2)%n",
                runs);
        String columns = "%12s  %-10s %14s %10s %10s %14s %14s%n";
        out.printf(columns, "tokens", "", "bytes a token", "build s", "its CPU s", "hits a second", "misses a second");
        for (Size size : measured) {
            line(out, columns, size.tokens(), "index", size.index());
            Figures map = size.map();
            if (map == null) {
                out.printf(
                        "%12d  %-10s needs a larger heap, about -Xmx%dm%n",
                        size.tokens(), "HashMap", heapForMap(size.tokens()));
            } else {
                line(out, columns, size.tokens(), "HashMap", map);
            }
            if (size.tokens() == LARGE) {
                out.printf(
                        "goals at 10 million: at most %.0f bytes a token: %s; built within %.0f s: %s%n",
                        GOAL_BYTES,
                        verdict(size.index().heapBytes() / LARGE <= GOAL_BYTES),
                        GOAL_SECONDS,
                        verdict(size.index().buildSeconds() < GOAL_SECONDS));
            }
        }
    }

    private static void line(PrintWriter out, String columns, int tokens, String name, Figures f) {
        out.printf(
                Locale.ROOT,
                columns,
                tokens,
                name,
                "%.1f".formatted(f.heapBytes() / tokens),
                "%.3f".formatted(f.buildSeconds()),
                "%.3f".formatted(f.buildCpuSeconds()),
                "%.0f".formatted(f.hitsPerSecond()),
                "%.0f".formatted(f.missesPerSecond()));
    }

    private static String verdict(boolean met) {
        return met ? "met" : "NOT met";
    }

    private static long heapForMap(int tokens) {
        return (long) (Notations.of(tokens) * MAP_BYTES / ROOM) >> 20;
    }

    private JsonObject json(List<Size> measured) {
        JsonArray out = new JsonArray();
        for (Size size : measured) {
            Figures map = size.map();
            out.add(new JsonObject()
                    .put("tokens", size.tokens())
                    .put("notations", Notations.of(size.tokens()))
                    .put("index", json(size.tokens(), size.index()))
                    .put("hashMap", map == null ? null : json(size.tokens(), map)));
        }
        return new JsonObject()
                .put("bench", "match")
                .put("runs", runs)
                .put("goals", new JsonObject().put("bytesPerToken", GOAL_BYTES).put("buildSeconds", GOAL_SECONDS))
                .put("sizes", out);
    }

    private static JsonObject json(int tokens, Figures f) {
        return new JsonObject()
                .put("bytesPerToken", f.heapBytes() / tokens)
                .put("buildSeconds", f.buildSeconds())
                .put("buildCpuSeconds", f.buildCpuSeconds())
                .put("hitsPerSecond", f.hitsPerSecond())
                .put("missesPerSecond", f.missesPerSecond());
    }
}
