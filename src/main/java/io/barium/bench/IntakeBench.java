package io.barium.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the way in, from the socket to the commit. */
@Command(
        name = "intake",
        description = {
            "Loads the real service over loopback HTTP in a closed loop, every contact new and every reply awaited, and measures"
                    + " beside it, slice by slice, (a) single-row inserts of the same row into the same PostgreSQL and (b) a bare"
                    + " vertx-web route that stores nothing. Medians over the slices.",
            "Takes the whole machine; leave it alone meanwhile."
        },
        mixinStandardHelpOptions = true)
final class IntakeBench implements Callable<Integer> {
    private static final int SLICES = 5;
    private static final double SECONDS = 3;

    @Option(names = "--json", description = "print one JSON object instead of tables")
    boolean json;

    @Option(names = "--slices", description = "of each measurement; default: ${DEFAULT-VALUE}")
    int slices = SLICES;

    @Option(names = "--seconds", description = "a slice; default: ${DEFAULT-VALUE}")
    double seconds = SECONDS;

    @Option(names = "--only", arity = "1..*", description = "some of: ${COMPLETION-CANDIDATES}")
    List<Part> only = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Set<Part> parts = only.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(only);
        try (Workplace place = new Workplace();
                IntakeRun run = IntakeRun.start(place, seconds)) {
            run.warmUp(parts);
            for (int i = 1; i <= slices; i++) {
                System.err.printf("slice %d of %d%n", i, slices);
                run.slice(parts);
            }
            IntakeReport report = new IntakeReport(run.figures(), run.badAnswers());
            if (json) {
                JsonObject about = new JsonObject()
                        .put("slices", slices)
                        .put("seconds", seconds)
                        .put("parts", parts.toString());
                System.out.println(report.json(about).encodePrettily());
            } else {
                report.print(System.out);
            }
            return run.badAnswers().isEmpty() ? 0 : 1;
        }
    }
}
