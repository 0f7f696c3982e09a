package io.barium.bench;

import static io.barium.bench.Figures.shown;

import io.barium.bench.Figures.Spread;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.Map;

/**
 * Figures of {@code bench intake} for people and for machines.
 *
 * @param badAnswers answers other than 200, by what was asked and the status
 */
record IntakeReport(Figures figures, Map<String, Integer> badAnswers) {

    void print(PrintStream out) {
        out.printf(
                "%-20s %9s %19s %8s %8s %6s %8s %7s %8s %8s %6s%n",
                "",
                "a second",
                "(least..most)",
                "p50 us",
                "p99 us",
                "x (a)",
                "CPU us",
                "settled",
                "DB us",
                "bytes",
                "rows");
        for (String name : figures.names()) {
            Spread rate = figures.spread(name, "perSecond");
            out.printf(
                    "%-20s %9s %19s %8s %8s %6s %8s %7s %8s %8s %6s%n",
                    name,
                    shown(rate.median()),
                    "(" + shown(rate.min()) + ".." + shown(rate.max()) + ")",
                    median(name, "p50Micros"),
                    median(name, "p99Micros"),
                    shown(figures.ratio(name, yardstick(name), "perSecond").median()),
                    median(name, "cpuMicros"),
                    median(name, "settledCpuMicros"),
                    median(name, "databaseCpuMicros"),
                    median(name, "allocatedBytes"),
                    median(name, "rowsPerCommit"));
        }
        out.println();
        out.println(
                "single: (a), a row an insert through a pool of 64. bare: (b), a stock vertx-web route that stores nothing.");
        out.println(
                "CPU, DB: microseconds of the service's and of PostgreSQL's processors a request; settled: the service's");
        out.println("with the casework that the requests left behind; bytes: allocated a request; rows: a commit.");
        out.println();
        out.printf("%-62s %8s %9s %19s  %s%n", "goal", "", "measured", "(least..most)", "reached");
        for (Goal goal : Goal.ofIntake(figures)) {
            Spread m = goal.measured();
            out.printf(
                    "%-62s %8s %9s %19s  %s%n",
                    goal.name(),
                    (goal.atMost() ? "<= " : ">= ") + shown(goal.bound()),
                    shown(m.median()),
                    "(" + shown(m.min()) + ".." + shown(m.max()) + ")",
                    goal.reached());
        }
        out.println();
        out.println(badAnswers.isEmpty() ? "answers other than 200: none" : "answers other than 200: " + badAnswers);
    }

    /**
     * One object with everything.
     *
     * @param about what was asked for
     */
    JsonObject json(JsonObject about) {
        JsonObject series = new JsonObject();
        for (String name : figures.names()) {
            JsonObject metrics = new JsonObject();
            for (String metric : figures.metrics(name)) {
                metrics.put(metric, json(figures.spread(name, metric)));
            }
            metrics.put("timesSingle", json(figures.ratio(name, yardstick(name), "perSecond")));
            series.put(name, metrics);
        }
        JsonArray goals = new JsonArray();
        Goal.ofIntake(figures).forEach(goal -> goals.add(goal.json()));
        JsonObject bad = new JsonObject();
        badAnswers.forEach(bad::put);
        return new JsonObject()
                .put("bench", "intake")
                .put("about", about)
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.vm.version"))
                .put("figures", series)
                .put("goals", goals)
                .put("answersOtherThan200", bad);
    }

    /** Nothing that is not measured is in it. */
    static JsonObject json(Spread spread) {
        JsonObject json = new JsonObject();
        if (spread.known()) {
            json.put("median", spread.median()).put("min", spread.min()).put("max", spread.max());
        }
        return json;
    }

    private String median(String name, String metric) {
        return shown(figures.spread(name, metric).median());
    }

    /** What a series is compared with: single inserts of the same row, one at a time where it is one at a time. */
    private static String yardstick(String name) {
        String kind = name.substring(0, name.indexOf('.'));
        String row = kind.equals(IntakeRun.WRITER_2K) ? Kind.TWILIO.label() : kind;
        return row + ".single." + (name.endsWith(".1") ? 1 : 64);
    }
}
