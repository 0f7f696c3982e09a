package io.barium.bench;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The measuring commands. */
@Command(
        name = "bench",
        description = "Measures on this machine: against loopback only, in temporary directories, with bounded load.",
        mixinStandardHelpOptions = true,
        subcommands = {
            IntakeBench.class,
            MatchBench.class,
            ReadBench.class,
            StartBench.class,
            VerdictBench.class,
            Rehearsal.class,
            BareRoute.class
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }
}
