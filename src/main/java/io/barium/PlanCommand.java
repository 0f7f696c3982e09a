package io.barium;

import io.barium.inference.Planner;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how many canaries a segment needs. */
@Command(
        name = "plan",
        description = "Says how many canaries a segment needs so that a leak of it is noticed, and how sure that is.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = "--customers", required = true, paramLabel = "N", description = "Real rows in the segment.")
    private int customers;

    @Option(
            names = "--leak",
            required = true,
            paramLabel = "ROWS|SHARE",
            description = "What is taken: a number of rows such as 6800, or a share such as 0.1 or 10%%.")
    private String leak = "";

    @ArgGroup(multiplicity = "1")
    private Rate rate = new Rate();

    @Option(names = "--days", required = true, paramLabel = "T", description = "Days in which it is to be noticed.")
    private double days;

    @Option(
            names = "--canaries",
            paramLabel = "K",
            description = "Canaries that there are; left out, they are proposed.")
    private int canaries;

    @Option(
            names = "--agent-rows",
            paramLabel = "R",
            description = "Rows that the agent sees who sees fewest, to be warned when those hold too few canaries.")
    private int agentRows;

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    /** How much the actor does, said in one way or the other. */
    private static final class Rate {
        @Option(names = "--dials-per-day", paramLabel = "D", description = "Rows of the leak that are contacted a day.")
        private @Nullable Double dialsPerDay;

        @Option(names = "--q30", paramLabel = "Q", description = "Share of the taken rows contacted within 30 days.")
        private @Nullable Double q30;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("started without a command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        Planner.Question question;
        try {
            int rows = rows();
            question = new Planner.Question(customers, rows, q30(rows), days, canaries, agentRows);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Planner.Plan plan = Planner.plan(question);
        if (json) {
            out.println(document(question, plan).encodePrettily());
        } else {
            lines(question, plan).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private int rows() {
        try {
            if (leak.endsWith("%")) {
                return part(Double.parseDouble(leak.substring(0, leak.length() - 1)) / 100);
            }
            return leak.contains(".") ? part(Double.parseDouble(leak)) : Integer.parseInt(leak);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--leak: expected rows such as 6800, or a share such as 0.1 or 10%, not " + leak, e);
        }
    }

    private int part(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("--leak: expected a share above 0 and up to 1, or 100%");
        }
        return (int) Math.max(1, Math.round(share * customers));
    }

    private double q30(int rows) {
        Double dials = rate.dialsPerDay;
        if (dials != null) {
            if (!(dials > 0)) {
                throw new IllegalArgumentException("--dials-per-day: expected more than 0");
            }
            return Planner.q30(dials, Math.max(1, rows));
        }
        return rate.q30 == null ? 0 : rate.q30;
    }

    private List<String> lines(Planner.Question q, Planner.Plan p) {
        List<String> out = new ArrayList<>();
        out.add(say("Segment: %,d customers, of which %,d rows are taken.", q.customers(), q.leaked()));
        out.add(say(
                "A taken row is contacted within 30 days with %.1f %%, within %.0f days with %.1f %%.",
                100 * q.q30(), q.days(), 100 * p.contacted()));
        String[] hits = {"one hit", "two hits", "three hits"};
        for (int i = 0; i < hits.length; i++) {
            int needed = p.needed().get(i);
            out.add(
                    needed < 0
                            ? say("For %s with 95 %%: not even as many canaries as customers are enough.", hits[i])
                            : say("For %s with 95 %%: %,d canaries.", hits[i], needed));
        }
        out.add(say(
                "With %,d canaries (%s): one of them is among the taken rows with %.1f %%, and %.2f hits are expected.",
                p.canaries(), canaries > 0 ? "as given" : "as proposed", 100 * p.inside(), p.mean()));
        out.add(say(
                "At least one hit: %.1f %%; two: %.1f %%; three: %.1f %%.",
                100 * p.atLeast().get(0),
                100 * p.atLeast().get(1),
                100 * p.atLeast().get(2)));
        p.warnings().forEach(warning -> out.add("Mind: " + warning + "."));
        return out;
    }

    private static JsonObject document(Planner.Question q, Planner.Plan p) {
        return new JsonObject()
                .put("customers", q.customers())
                .put("leaked", q.leaked())
                .put("q30", q.q30())
                .put("days", q.days())
                .put("canaries", p.canaries())
                .put("contacted", p.contacted())
                .put("meanHits", p.mean())
                .put("canaryInside", p.inside())
                .put("atLeast", new JsonArray(p.atLeast()))
                .put("needed", new JsonArray(p.needed()))
                .put("warnings", new JsonArray(p.warnings()));
    }

    private static String say(String format, Object... args) {
        return String.format(Locale.ROOT, format, args);
    }
}
