package io.barium.bench;

import static io.barium.bench.Figures.shown;

import io.barium.bench.Figures.Spread;
import io.barium.db.EmbeddedServer;
import io.barium.db.PostgresAddress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the start, with the class data sharing archive that lies beside the jar and without it. */
@Command(
        name = "start",
        description =
                "Measures the time from the start of the process to the first answered signed POST: on an embedded database"
                        + " that is kept, a fresh one and an external one, with the class data sharing archive and without it, in turn.",
        mixinStandardHelpOptions = true)
final class StartBench implements Callable<Integer> {
    private static final int RUNS = 5;
    private static final double GOAL = .7;
    private static final String SECONDS = "seconds";
    private static final int LOOK_MS = 3;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Where the database is when the process starts. */
    private enum Database {
        KEPT,
        FRESH,
        EXTERNAL
    }

    @Option(names = "--json", description = "print one JSON object instead of a table")
    boolean json;

    @Option(names = "--runs", description = "of each; default: ${DEFAULT-VALUE}")
    int runs = RUNS;

    private final Figures figures = new Figures();

    @Override
    public Integer call() throws Exception {
        Path jar = Jvm.jar();
        Path archive = jar == null ? null : jar.resolveSibling("barium.jsa");
        if (archive == null || !Files.isRegularFile(archive)) {
            throw new IOException(
                    "there is no barium.jsa beside the jar; run this from the packaged jar: mvn package makes both");
        }
        try (Workplace place = new Workplace();
                EmbeddedServer external = EmbeddedServer.start(place.path("external"))) {
            PostgresAddress address = external.database("barium");
            measure(place, "kept", null, null);
            measure(place, "external", address, null);
            for (int run = 1; run <= runs; run++) {
                System.err.printf("run %d of %d%n", run, runs);
                for (Database database : Database.values()) {
                    String home = database == Database.KEPT ? "kept" : database + "-" + run;
                    PostgresAddress at = database == Database.EXTERNAL ? address : null;
                    add(database, "without", measure(place, home, at, null));
                    String other = database == Database.FRESH ? home + "-archive" : home;
                    add(database, "with", measure(place, other, at, archive));
                }
            }
        }
        if (json) {
            System.out.println(json().encodePrettily());
        } else {
            print();
        }
        return 0;
    }

    private void add(Database database, String archive, double seconds) {
        figures.add(database.name().toLowerCase(java.util.Locale.ROOT) + "." + archive, Map.of(SECONDS, seconds));
    }

    /** Starts, asks until it is answered, ends; seconds to the answer. */
    private static double measure(
            Workplace place, String home, @Nullable PostgresAddress database, @Nullable Path archive)
            throws IOException {
        BenchSettings settings =
                new BenchSettings(Workplace.freePort(), Workplace.freePort(), Workplace.freePort(), database);
        List<String> options = archive == null ? List.of("-Xshare:auto") : List.of("-XX:SharedArchiveFile=" + archive);
        Requests requests = new SignedRequests(settings.httpPort()).of(Kind.TWILIO, 1);
        long start = System.nanoTime();
        try (ServiceProcess service = ServiceProcess.start(place, home, settings, options)) {
            while (true) {
                try (ClosedLoop post = new ClosedLoop(service.port(), 1, requests)) {
                    Slice slice = post.run(PATIENCE_NANOS / 1e9);
                    if (slice.bad().isEmpty()) {
                        return (System.nanoTime() - start) / 1e9;
                    }
                    throw new IOException("the first POST was answered " + slice.bad());
                } catch (java.net.ConnectException e) {
                    if (!service.alive() || System.nanoTime() - start > PATIENCE_NANOS) {
                        throw new IOException("the service does not start:\n" + service.log(), e);
                    }
                    ServiceProcess.pause(LOOK_MS);
                }
            }
        }
    }

    private Spread ratio(Database database) {
        String name = database.name().toLowerCase(java.util.Locale.ROOT);
        return figures.ratio(name + ".with", name + ".without", SECONDS);
    }

    private String reached() {
        return ratio(Database.KEPT).median() <= GOAL ? "yes" : "no";
    }

    private void print() {
        System.out.printf("%-10s %14s %14s %8s  (least..most)%n", "database", "without, s", "with, s", "ratio");
        for (Database database : Database.values()) {
            String name = database.name().toLowerCase(java.util.Locale.ROOT);
            Spread ratio = ratio(database);
            System.out.printf(
                    "%-10s %14s %14s %8s  (%s..%s)%n",
                    name,
                    shown(figures.spread(name + ".without", SECONDS).median()),
                    shown(figures.spread(name + ".with", SECONDS).median()),
                    shown(ratio.median()),
                    shown(ratio.min()),
                    shown(ratio.max()));
        }
        System.out.printf("goal: with <= %s of without, database kept: %s%n", shown(GOAL), reached());
    }

    private JsonObject json() {
        JsonObject series = new JsonObject();
        figures.names().forEach(name -> series.put(name, IntakeReport.json(figures.spread(name, SECONDS))));
        JsonObject ratios = new JsonObject();
        for (Database database : Database.values()) {
            ratios.put(database.name().toLowerCase(java.util.Locale.ROOT), IntakeReport.json(ratio(database)));
        }
        return new JsonObject()
                .put("bench", "start")
                .put("runs", runs)
                .put("java", System.getProperty("java.vm.version"))
                .put("seconds", series)
                .put("withOverWithout", ratios)
                .put("goal", new JsonObject().put("bound", GOAL).put("reached", reached()));
    }
}
