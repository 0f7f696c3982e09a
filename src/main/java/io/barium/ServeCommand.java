package io.barium;

import io.barium.config.Settings;
import io.barium.plant.Planter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the service. */
@Command(
        name = "serve",
        description = "Runs the service: receives contacts, works cases, sends alerts. Ends at Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--role",
            paramLabel = "all|intake",
            defaultValue = "all",
            description = {
                "all: everything (default). intake: takes contacts and nothing else, for what faces the internet; its database role"
                        + " may insert into the journal and read nothing (make it a member of barium_intake)."
            })
    private Role role = Role.ALL;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        App app = App.start(settings, Clock.systemUTC(), role, null);
        Stopping stopping = Stopping.of(app);
        app.ready().await();
        FirstStart.print(app);
        if (role == Role.ALL && settings.support() != null) {
            reconcile(app, settings);
        }
        stopping.await();
        return 0;
    }

    private static void reconcile(App app, Settings settings) {
        try (Planting planting = Planting.open(app.vertx(), settings, app.databases())) {
            Planter planter = planting.planter(app.pool(), Clock.systemUTC());
            int reconciled = planter.reconcile().await();
            if (reconciled > 0) {
                log.info("interrupted plantings brought to an end count={}", reconciled);
            }
        } catch (Exception e) {
            log.warn("interrupted plantings cannot be looked for, support.url is not reached cause={}", e.toString());
        }
    }
}
