package io.barium;

import io.barium.config.Settings;
import io.barium.plant.Planter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the service. */
@Command(
        name = "serve",
        description = "Runs the service: receives contacts, works cases, sends alerts. Ends at Ctrl-C or SIGTERM.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws Exception {
        Settings settings = config.read();
        App app = App.start(settings, Clock.systemUTC(), null);
        FirstStart.print(app);
        if (settings.support() != null) {
            try (Planting planting = Planting.open(app.vertx(), settings, app.databases())) {
                Planter planter = planting.planter(app.pool(), Clock.systemUTC());
                int reconciled = planter.reconcile().await();
                if (reconciled > 0) {
                    log.info("interrupted plantings brought to an end count={}", reconciled);
                }
            } catch (Exception e) {
                log.warn(
                        "interrupted plantings cannot be looked for, support.url is not reached cause={}",
                        e.toString());
            }
        }
        Stopping.await(app);
        return 0;
    }
}
