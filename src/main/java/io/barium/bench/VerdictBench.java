package io.barium.bench;

import io.barium.replay.EvidenceTrials;
import io.barium.replay.OriginTrials;
import io.barium.replay.RobustnessTrials;
import io.barium.replay.ShareTrials;
import io.barium.replay.Trials.Cell;
import io.barium.replay.WindowTrials;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the verdict against its targets in simulated worlds. */
@Command(
        name = "verdict",
        description = {
            "Judges the verdict in simulated worlds: how often there is an alarm without a leak, how soon with one, how it"
                    + " stands worlds that are not as assumed, how long it takes.",
            "The same seed gives the same figures (but for speed), whatever the number of processors. Figures without a"
                    + " target are told only."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class VerdictBench implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--worlds", paramLabel = "N", description = "Years without a leak, a cell.")
    int worlds = 2_000;

    @Option(names = "--leaks", paramLabel = "N", description = "Leaks, a cell.")
    int leaks = 200;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the worlds.")
    long seed = 1;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    boolean json;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SECTION",
            description = "Sections to run: alarms, power, origin, window, share, robustness, speed.")
    List<String> only = new ArrayList<>();

    @Override
    public Integer call() {
        Map<String, Supplier<List<Cell>>> sections = sections();
        if (worlds < 1 || leaks < 1) {
            throw misuse("--worlds and --leaks: expected 1 or more");
        }
        for (String name : only) {
            if (!sections.containsKey(name)) {
                throw misuse("--only: no section " + name + "; expected some of " + sections.keySet());
            }
        }
        List<Cell> cells = new ArrayList<>();
        sections.forEach((name, run) -> {
            if (only.isEmpty() || only.contains(name)) {
                cells.addAll(run.get());
            }
        });
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(json(cells).encodePrettily());
        } else {
            print(out, cells);
        }
        out.flush();
        return 0;
    }

    private Map<String, Supplier<List<Cell>>> sections() {
        Map<String, Supplier<List<Cell>>> sections = new LinkedHashMap<>();
        sections.put("alarms", () -> EvidenceTrials.falseAlarms(worlds, seed));
        sections.put("power", () -> EvidenceTrials.power(leaks, seed));
        sections.put("origin", () -> OriginTrials.run(leaks, seed));
        sections.put("window", () -> WindowTrials.run(leaks, seed));
        sections.put("share", () -> ShareTrials.run(leaks, seed));
        sections.put("robustness", () -> RobustnessTrials.run(worlds, leaks, seed));
        sections.put("speed", () -> new VerdictSpeed(seed).run());
        return sections;
    }

    private ParameterException misuse(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private void print(PrintWriter out, List<Cell> cells) {
        out.printf("%d years without a leak and %d leaks a cell, seed %d%n", worlds, leaks, seed);
        String section = "";
        for (Cell cell : cells) {
            if (!cell.section().equals(section)) {
                section = cell.section();
                out.printf("%n%-88s %12s %12s %8s%n", section, "target", "measured", "reached");
            }
            out.printf(
                    "%-88s %12s %12s %8s%n",
                    cell.what(), target(cell), shown(cell.measured(), cell.unit()), reached(cell));
        }
    }

    private static String target(Cell cell) {
        return Double.isNaN(cell.target()) ? "-" : (cell.atLeast() ? ">= " : "<= ") + shown(cell.target(), cell.unit());
    }

    private static String shown(double value, String unit) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "n/a" : "never";
        }
        return unit.isEmpty() || unit.equals("share")
                ? String.format(Locale.ROOT, "%.4f", value)
                : String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    private static String reached(Cell cell) {
        if (Double.isNaN(cell.target()) || Double.isNaN(cell.measured())) {
            return "-";
        }
        boolean reached = cell.atLeast() ? cell.measured() >= cell.target() : cell.measured() <= cell.target();
        return reached ? "yes" : "NO";
    }

    private JsonObject json(List<Cell> cells) {
        JsonArray rows = new JsonArray();
        for (Cell cell : cells) {
            rows.add(new JsonObject()
                    .put("section", cell.section())
                    .put("what", cell.what())
                    .put("measured", number(cell.measured()))
                    .put("target", number(cell.target()))
                    .put("atLeast", cell.atLeast())
                    .put("unit", cell.unit())
                    .put("reached", reached(cell)));
        }
        return new JsonObject()
                .put("bench", "verdict")
                .put("worlds", worlds)
                .put("leaks", leaks)
                .put("seed", seed)
                .put("cells", rows);
    }

    /** JSON has no infinity: what never happened is null, too. */
    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
