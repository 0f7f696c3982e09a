package io.barium;

import io.barium.config.Settings;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.exposure.FileImport;
import io.barium.exposure.ImportReport;
import io.barium.exposure.LogFormat;
import io.barium.exposure.LogReader;
import io.barium.exposure.TableSync;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes in who saw which row. */
@Command(
        name = "exposures",
        description = {
            "Takes in who saw or exported which planted row when, from access logs. The same rows again change nothing.",
            "Can run beside the service."
        },
        mixinStandardHelpOptions = true,
        subcommands = {ExposuresCommand.Import.class, ExposuresCommand.Sync.class})
final class ExposuresCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 4;
    private static final int CLOSE_SECONDS = 10;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return 2;
    }

    /** Work over the databases that the settings name. */
    private interface Work {
        ImportReport on(Exposing exposing) throws IOException;
    }

    private static int with(Settings settings, Work work) throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Databases databases = Databases.join(settings)) {
            Migrations.run(databases.barium());
            Pool barium = Pools.open(vertx, databases.barium(), CONNECTIONS);
            try (Exposing exposing = new Exposing(vertx, settings, barium, databases.support(), Clock.systemUTC())) {
                return print(work.on(exposing), System.out);
            } finally {
                barium.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static int print(ImportReport report, PrintStream out) {
        out.printf(
                "rows: %d, accesses to planted rows: %d, exposures stored: %d, known before: %d, other rows: %d, faulty: %d%n",
                report.rows(), report.planted(), report.stored(), report.known(), report.unknown(), report.faulty());
        report.faults().forEach(f -> out.printf("row %d: %s: %s%n", f.number(), f.field(), f.why()));
        if (report.faulty() > report.faults().size()) {
            out.printf("and %d more%n", report.faulty() - report.faults().size());
        }
        return report.faulty() == 0 ? 0 : 1;
    }

    /** Takes in a file. */
    @Command(
            name = "import",
            description =
                    "Takes in a file with a row an access. Fields: at, action (VIEW or EXPORT), row (its key), agent, agentName, queue,"
                            + " export, integration. Ends with 1 when rows were faulty; the others are taken.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "FILE", description = "CSV with a header, or JSON lines, in UTF-8.")
        private Path file = Path.of("");

        @Option(
                names = "--format",
                paramLabel = "csv|jsonl",
                description = "Default: jsonl for .jsonl, .ndjson and .json, otherwise csv.")
        @Nullable
        LogFormat format;

        @Option(
                names = "--column",
                paramLabel = "FIELD=NAME",
                description = "What a field is called in the file; can be repeated. Example: --column row=customer_id")
        private Map<String, String> columns = new LinkedHashMap<>();

        @Override
        public Integer call() throws Exception {
            Settings settings = config.read();
            LogFormat read = format == null ? LogFormat.of(file) : format;
            try (LogReader log = read.open(file, columns)) {
                List<String> others = new ArrayList<>();
                int code = with(settings, exposing -> {
                    ImportReport report = new FileImport(exposing.recorder(), soFar -> {}).run(exposing.system(), log);
                    others.addAll(report.unknownRows());
                    return report;
                });
                if (!others.isEmpty()) {
                    System.out.println("the first other rows: " + String.join(", ", others));
                }
                if (!log.ignored().isEmpty()) {
                    System.out.println("fields not used: " + String.join(", ", log.ignored()));
                }
                return code;
            }
        }
    }

    /** Takes in what is new in the support database's access log. */
    @Command(
            name = "sync",
            description =
                    "Takes in what is new in the support database's access log (support.accessLog); the service does so by itself.",
            mixinStandardHelpOptions = true)
    static final class Sync implements Callable<Integer> {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Override
        public Integer call() throws Exception {
            return with(config.read(), exposing -> {
                TableSync sync = exposing.sync()
                        .orElseThrow(() -> new IOException(
                                "no access log to read: set support.accessLog" + " (BARIUM_SUPPORT_ACCESS_LOG_TABLE)"));
                return sync.run()
                        .await()
                        .orElseThrow(() -> new IOException("another process reads the access log at this moment"));
            });
        }
    }
}
