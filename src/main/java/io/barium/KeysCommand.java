package io.barium;

import io.barium.access.ApiKeys;
import io.barium.config.Settings;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** API keys of people and systems. */
@Command(
        name = "keys",
        description = "API keys of people and systems.",
        subcommands = KeysCommand.Add.class,
        mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("keys: expected a command, such as add; see --help");
        return 2;
    }

    /** Makes a key. */
    @Command(
            name = "add",
            description = "Makes an API key and prints it, this once. The audit log knows it by its name, and so does"
                    + " unlock.people. Can run beside the service.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private final ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME", description = "Whose it is.")
        private String name = "";

        @Override
        public Integer call() throws Exception {
            Settings settings = config.read();
            Vertx vertx = Vertx.vertx();
            try (Databases databases = Databases.join(settings)) {
                Migrations.run(databases.barium());
                Pool pool = Pools.open(vertx, databases.barium(), 1);
                System.out.println(
                        new ApiKeys(pool, null, Clock.systemUTC()).add(name).await());
                return 0;
            } finally {
                vertx.close().await();
            }
        }
    }
}
