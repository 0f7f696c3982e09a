package io.barium;

import io.barium.casework.VerdictReplay;
import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.report.ReportPage;
import io.barium.verdict.Explanation;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.barium.view.ReportFacts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the verdict on a case again from the journal, and its report. */
@Command(
        name = "report",
        description =
                "Makes the verdict on a case again from the journal, as it was at any journal row, and holds it against the one"
                        + " that was stored: exit code 1 when they differ by a bit. Can run beside the service.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    private static final int POOL = 4;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--case", paramLabel = "ID", required = true, description = "Number of the case.")
    private long caseId;

    @Option(
            names = "--as-of",
            paramLabel = "SEQ",
            description = "Journal row up to which contacts count; the newest without it.")
    private long asOf = Long.MAX_VALUE;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the report as one HTML page.")
    private @Nullable Path html;

    @Option(names = "--pairs", description = "Also ranks pairs of agents who may have worked together.")
    private boolean pairs;

    @Option(names = "--json", description = "Prints the verdict as JSON instead of in words.")
    private boolean json;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        Vertx vertx = Vertx.vertx();
        try (Databases databases = Databases.join(settings)) {
            Pool pool = Pools.open(vertx, databases.barium(), POOL);
            VerdictReplay replay = new VerdictReplay(vertx, BackOffice.assumptions(settings));
            VerdictReplay.AsOf made = replay.asOf(pool, caseId, asOf).await();
            if (html != null) {
                Files.writeString(
                        html,
                        ReportPage.html(new ReportFacts(pool, v -> Future.succeededFuture(made.logMerged()))
                                .around(made.verdict())
                                .await()));
            }
            print(made.verdict());
            if (!json) {
                printMore(made);
            }
            return compare(made);
        } finally {
            vertx.close().await();
        }
    }

    private void print(Verdict verdict) {
        if (json) {
            out.println(VerdictJson.write(verdict));
            return;
        }
        Explanation words = Explanation.of(verdict);
        out.printf(
                Locale.ROOT,
                "Case %d, journal row %d, %s: %s%n",
                verdict.caseId(),
                verdict.basis().seq(),
                verdict.basis().at(),
                verdict.level());
        words.summary().forEach(line -> out.println("  " + line));
        out.println("Why:");
        words.reasons().forEach(line -> out.println("  " + line));
        out.println("To bear in mind:");
        words.caveats().forEach(line -> out.println("  " + line));
    }

    /** What the alarm did not rest on. */
    private void printMore(VerdictReplay.AsOf made) {
        out.printf(
                Locale.ROOT,
                "Had late merges of campaigns been known from the start: log10 E %.2f instead of %.2f.%n",
                made.logMerged() / Math.log(10),
                made.verdict().strength().logE() / Math.log(10));
        if (pairs) {
            out.println(made.pairs().isEmpty() ? "No two agents explain more than one does." : "Two agents together:");
            made.pairs()
                    .forEach(p -> out.printf(
                            Locale.ROOT,
                            "  %s: %.1f %%, %d of %d records%n",
                            p.label(),
                            100 * p.probability(),
                            p.matched(),
                            p.of()));
        }
    }

    private int compare(VerdictReplay.AsOf made) {
        long stored = made.stored().basis().seq();
        if (stored != made.verdict().basis().seq()) {
            System.err.println("No verdict was stored for this row; the one before it is of row " + stored + ".");
            return 0;
        }
        System.err.println(
                made.same()
                        ? "The same, bit for bit, as the verdict that was stored."
                        : "Not the same as the verdict that was stored: journal, registry or exposures were changed, or another"
                                + " version made it.");
        return made.same() ? 0 : 1;
    }
}
