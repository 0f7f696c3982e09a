package io.barium;

import io.barium.config.Settings;
import io.barium.intake.ChainVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Verifies the journal. */
@Command(
        name = "verify",
        description =
                "Recomputes every hash of the journal, holds the chains against the notes in dataDir and the table of events against the contacts, and tells whether a contact was changed,"
                        + " dropped or moved."
                        + " Can run beside the service.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description =
                    "Notes of a process of another dataDir on the heads of its chains (journal.anchors); can be repeated.")
    private List<Path> anchors = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        for (Path named : anchors) {
            if (!Files.isReadable(named) || Files.isDirectory(named)) {
                throw misuse("--anchors: " + named + " is not there or cannot be read");
            }
        }
        anchors.add(FrontDoor.anchors(settings));
        try (Databases databases = Databases.join(settings)) {
            ChainVerifier.Report report = ChainVerifier.verify(databases.barium(), anchors.toArray(Path[]::new));
            System.out.printf(
                    "contacts: %d, chains: %d, anchors held against them: %d, raw bytes dropped by retention: %d, faults: %d%n",
                    report.rows(),
                    report.chains(),
                    report.anchors(),
                    report.dropped(),
                    report.faults().size());
            report.faults().forEach(System.out::println);
            return report.faults().isEmpty() ? 0 : 1;
        }
    }

    private ParameterException misuse(String what) {
        if (spec == null) {
            throw new IllegalStateException("started without a command line");
        }
        return new ParameterException(spec.commandLine(), what);
    }
}
