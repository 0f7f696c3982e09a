package io.barium;

import io.barium.bench.BenchCommand;
import io.barium.config.FaultySettings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
        name = "barium",
        description = "Plants customer records that belong to nobody and tells the security team when one is used.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:misused: wrong options or faulty settings"},
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            PlanCommand.class,
            PlantCommand.class,
            SeedCommand.class,
            ExposuresCommand.class,
            KeysCommand.class,
            VerifyCommand.class,
            ReportCommand.class,
            ReplayCommand.class,
            BenchCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    private Main() {}

    /** Runs one command; the process ends with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and answers its exit code: 0 done, 1 failed, 2 misused. */
    static int run(String... args) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println("barium: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                    Throwable cause = e.getCause();
                    if (cause != null && cause.getMessage() != null) {
                        command.getErr().println("  because: " + cause.getMessage());
                    }
                    return e instanceof FaultySettings ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }
}
