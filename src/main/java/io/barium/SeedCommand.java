package io.barium;

import io.barium.config.Settings;
import io.barium.db.PostgresAddress;
import io.barium.seed.SampleDatabase;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills an empty database with the sample help desk. */
@Command(
        name = "seed",
        description =
                "Fills the support database, which must be empty, with the sample help desk; the same seed gives the same rows.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--customers", paramLabel = "N", description = "How many customers.")
    private int customers = SampleDatabase.DEFAULT_CUSTOMERS;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the generator.")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        try (Databases databases = Databases.join(settings)) {
            PostgresAddress support = databases.support();
            if (support == null) {
                throw new IOException("nothing to fill: set support.url (BARIUM_SUPPORT_URL), or BARIUM_SUPPORT_NAME"
                        + " for the sample on the embedded server");
            }
            if (SampleDatabase.isLoaded(support)) {
                throw new IOException("the sample is in " + support + " already");
            }
            try (Progressing progress = new Progressing()) {
                SampleDatabase.load(support, seed, customers, progress);
            }
            System.out.println("loaded " + customers + " customers into " + support);
        }
        return 0;
    }
}
