package io.barium;

import io.barium.intake.ChainVerifier;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Verifies the journal. */
@Command(
        name = "verify",
        description = "Recomputes every hash of the journal and tells whether a contact was changed, dropped or moved."
                + " Can run beside the service.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws Exception {
        try (Databases databases = Databases.join(config.read())) {
            ChainVerifier.Report report = ChainVerifier.verify(databases.barium());
            System.out.printf(
                    "contacts: %d, chains: %d, faults: %d%n",
                    report.rows(), report.chains(), report.faults().size());
            report.faults().forEach(System.out::println);
            return report.faults().isEmpty() ? 0 : 1;
        }
    }
}
