package io.barium;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barium.replay.FastReplay;
import io.barium.replay.live.LiveReplay;
import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.LiveSettings.Through;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays a simulated world against the real service. */
@Command(
        name = "replay",
        description = {
            "Starts the service on a clock of its own with the sample help desk, plants personas, and plays a simulated world"
                    + " against its hooks as fast as it can. Says what it concluded beside the truth.",
            "Runs on an embedded PostgreSQL in a temporary directory, unless --config names empty databases.",
            "With --fast worlds go straight into the inference: many of them for a summary, or with --json the one of --seed."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReplayCommand implements Callable<Integer> {
    @Option(names = "--seed", paramLabel = "N", description = "Seed of the world.")
    private long seed = 1;

    @Option(names = "--fast", description = "Straight into the inference, without the service.")
    private boolean fast;

    @Option(names = "--worlds", paramLabel = "N", description = "How many worlds, with --fast.")
    private int worlds = 1_000;

    @Option(names = "--canaries", paramLabel = "K", description = "Personas, and as many controls.")
    private int canaries = 200;

    @Option(names = "--days", paramLabel = "N", description = "How long it lasts.")
    private int days = 365;

    @Option(names = "--through", description = "How data gets out: ${COMPLETION-CANDIDATES}.")
    private Through through = Through.EVERYTHING;

    @Option(names = "--leak-day", paramLabel = "N", description = "On which day it does.")
    private int leakDay = 60;

    @Option(names = "--silence", paramLabel = "N", description = "Days from then to the first calls.")
    private int silence;

    @Option(names = "--q", paramLabel = "SHARE", description = "Leaked rows that are contacted within 30 days.")
    private double q = .1;

    @Option(names = "--quoted", paramLabel = "SHARE", description = "Leak contacts that quote a ticket number.")
    private double quoted = .25;

    @Option(names = "--background", paramLabel = "X", description = "How dense the background is; 1 is usual.")
    private double background = 1;

    @Option(names = "--customers", paramLabel = "N", description = "Customers of the sample help desk.")
    private int customers = 2_000;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings that name empty databases.")
    private @Nullable Path config;

    @Override
    public Integer call() throws Exception {
        if (fast) {
            return judge();
        }
        ((Logger) LoggerFactory.getLogger("io.barium")).setLevel(Level.ERROR);
        LiveSettings settings = new LiveSettings(
                seed, canaries, LiveSettings.START, days, through, leakDay, silence, q, quoted, background);
        LiveReplay.Outcome outcome = LiveRun.play(settings, customers, config);
        if (json) {
            System.out.println(outcome.json().encodePrettily());
        } else {
            outcome.lines().forEach(System.out::println);
        }
        return 0;
    }

    private int judge() throws IOException {
        PrintStream out = System.out;
        if (json) {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(FastReplay.judge(seed)));
            return 0;
        }
        if (worlds < 1) {
            throw new IllegalArgumentException("--worlds: expected 1 or more, found " + worlds);
        }
        out.printf("seeds %d to %d%n", seed, seed + worlds - 1);
        FastReplay.summary(FastReplay.run(worlds, seed))
                .forEach((what, value) -> out.printf("%-40s %10s%n", what, shown(value)));
        return 0;
    }

    private static String shown(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "n/a" : "never";
        }
        return value == Math.rint(value) && value > 1
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
