package io.barium.bench;

import static io.barium.bench.Figures.shown;

import io.barium.db.EmbeddedServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long it takes to read a large journal back: API pages and console pages, one request after the other, of
 * a service that has just been started and makes its verdicts again, and once more when it has come to rest.
 */
@Command(
        name = "read",
        description =
                "Fills a journal and measures API and console pages over it, the service as a process of its own: just started,"
                        + " while it makes its verdicts again, and at rest.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReadBench implements Callable<Integer> {
    private static final double GOAL_MS = 50;
    private static final long PARTITION = 10_000_000_000L;
    private static final int MONTHS = 12;
    private static final int WARM = 30;
    private static final String LINE = "%-36s %9s %9s %9s  %9s %9s %9s%n";

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--rows", description = "Rows of the journal.")
    private long rows = 10_000_000;

    @Option(names = "--requests", description = "Requests for each page.")
    private int requests = 500;

    private final SplittableRandom random = new SplittableRandom(11);

    /**
     * How long a page took.
     *
     * @param p50 median in ms
     * @param p99 in ms
     * @param most the slowest in ms
     */
    private record Page(double p50, double p99, double most) {}

    @Override
    public Integer call() throws Exception {
        Map<String, Page> started = new LinkedHashMap<>();
        Map<String, Page> rested = new LinkedHashMap<>();
        try (Workplace place = new Workplace()) {
            Path data = place.path("read/data");
            Files.createDirectories(data);
            try (EmbeddedServer server = EmbeddedServer.start(data)) {
                ReadFill.fill(server.database("barium"), rows);
            }
            BenchSettings settings = new BenchSettings(Workplace.freePort(), 0, Workplace.freePort(), null);
            try (ServiceProcess service =
                    ServiceProcess.start(place, "read", settings, List.of()).ready()) {
                Reader reader = Reader.signIn(service);
                targets().forEach((name, path) -> started.put(name, measure(reader, path)));
                service.quiet();
                targets().forEach((name, path) -> rested.put(name, measure(reader, path)));
            }
        }
        print(started, rested);
        return 0;
    }

    private Map<String, Supplier<String>> targets() {
        Map<String, Supplier<String>> out = new LinkedHashMap<>();
        out.put("API contacts, 100 from anywhere", () -> "/api/v1/contacts?limit=100&after=" + anywhere());
        out.put("API contact", () -> "/api/v1/contacts/" + anywhere());
        out.put("API case, 100 from anywhere", () -> "/api/v1/cases/1?limit=100&after=" + anywhere());
        out.put("API cases", () -> "/api/v1/cases");
        out.put("API tokens", () -> "/api/v1/tokens?limit=100");
        out.put("console overview", () -> "/console/");
        out.put("console contacts, newest", () -> "/console/contacts");
        out.put("console contacts, from anywhere", () -> "/console/contacts?before=" + anywhere());
        for (String standing : List.of("CREDIBLE", "CONTROL", "UNREADABLE", "UNKNOWN_RECIPIENT")) {
            out.put(
                    "console contacts, " + standing,
                    () -> "/console/contacts?standing=" + standing + "&before=" + anywhere());
        }
        out.put("console case", () -> "/console/cases/1");
        return out;
    }

    /** A number of the journal. */
    private long anywhere() {
        long month = random.nextLong(MONTHS);
        return month * PARTITION + 1 + random.nextLong(Math.max(1, rows / MONTHS - 1));
    }

    private Page measure(Reader reader, Supplier<String> path) {
        double[] millis = new double[requests];
        for (int i = -WARM; i < requests; i++) {
            long start = System.nanoTime();
            reader.get(path.get());
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        return new Page(
                millis[requests / 2], millis[Math.min(requests - 1, requests * 99 / 100)], millis[requests - 1]);
    }

    private void print(Map<String, Page> started, Map<String, Page> rested) throws IOException {
        boolean soon = reached(started);
        boolean later = reached(rested);
        if (json) {
            JsonArray list = new JsonArray();
            started.forEach((name, p) ->
                    list.add(json(p).put("page", name).put("atRest", json(Objects.requireNonNull(rested.get(name))))));
            JsonObject goal = new JsonObject()
                    .put("p99Millis", GOAL_MS)
                    .put("reached", said(soon && later))
                    .put("reachedAtRest", said(later));
            System.out.println(new JsonObject()
                    .put("bench", "read")
                    .put("rows", rows)
                    .put("requests", requests)
                    .put("pages", list)
                    .put("goal", goal)
                    .encodePrettily());
            return;
        }
        System.out.printf("%-36s %29s  %29s%n", String.format("%,d rows, ms", rows), "just started", "at rest");
        System.out.printf(LINE, "page", "p50", "p99", "most", "p50", "p99", "most");
        started.forEach((name, p) -> {
            Page r = Objects.requireNonNull(rested.get(name));
            System.out.printf(
                    LINE, name, shown(p.p50), shown(p.p99), shown(p.most), shown(r.p50), shown(r.p99), shown(r.most));
        });
        System.out.printf(
                "goal: p99 of every page < %s ms: just started, while verdicts are made again: %s; at rest: %s%n",
                shown(GOAL_MS), said(soon), said(later));
    }

    private static boolean reached(Map<String, Page> pages) {
        return pages.values().stream().allMatch(p -> p.p99() < GOAL_MS);
    }

    private static JsonObject json(Page p) {
        return new JsonObject()
                .put("p50Millis", p.p50())
                .put("p99Millis", p.p99())
                .put("mostMillis", p.most());
    }

    private static String said(boolean reached) {
        return reached ? "yes" : "no";
    }
}
