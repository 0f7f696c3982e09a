package io.barium;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import io.barium.demo.DemoSettings;
import io.barium.demo.Story;
import io.barium.plant.PlantReport;
import io.barium.provider.Providers;
import io.barium.seed.SampleDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole of it on this machine. */
@Command(
        name = "demo",
        description = {
            "Starts the service with an embedded PostgreSQL and a sample help desk, plants personas, plays a short leak against"
                    + " its own endpoints and mails the alert to its own mailbox. Runs until Ctrl-C.",
            "Listens on this machine only. Data is kept in BARIUM_DATA_DIR (./data); ports are BARIUM_HTTP_PORT (8080) and"
                    + " BARIUM_SMTP_PORT (2525)."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(names = "--once", description = "End when the story is told.")
    private boolean once;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        ((Logger) LoggerFactory.getLogger("io.barium")).setLevel(Level.ERROR);
        Settings settings = settings();
        out.println("Barium demo: embedded PostgreSQL in "
                + settings.dataDir().toAbsolutePath().normalize());
        App app = App.start(settings, Clock.systemUTC(), DemoSettings.MAIL_DOMAIN);
        try {
            sample(app);
            address(app, settings);
            plant(app, settings);
            new Story(app.vertx(), app.pool(), settings, Clock.systemUTC(), out).play();
        } catch (Exception e) {
            app.close();
            throw e;
        }
        if (once) {
            app.close();
        } else {
            out.println("Running until Ctrl-C.");
            Stopping.of(app).await();
        }
        return 0;
    }

    private static Settings settings() throws FaultySettings, IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("BARIUM_SUPPORT_NAME", "helpdesk");
        Settings base = SettingsReader.read(null, environment, Providers.variants());
        return DemoSettings.over(
                base, port(base.http().port()), port(base.smtp().port()));
    }

    /** The demo mails and posts to itself, so it must know its ports before they are bound. */
    private static int port(int wanted) throws IOException {
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void plant(App app, Settings settings) throws Exception {
        try (Planting planting = Planting.open(app.vertx(), settings, app.databases())) {
            PlantReport report =
                    planting.planter(app.pool(), Clock.systemUTC()).topUp().await();
            String standing = report.standing() + " personas stand among the customers, " + report.controls()
                    + " control identifiers are kept back";
            out.printf(
                    "  %-8s %s%n",
                    "planted", report.plantedNow() == 0 ? standing + " (from an earlier start)" : standing);
        }
    }

    private void sample(App app) throws SQLException {
        PostgresAddress support =
                java.util.Objects.requireNonNull(app.databases().support());
        if (!SampleDatabase.isLoaded(support)) {
            try (Progressing progress = new Progressing()) {
                SampleDatabase.load(support, SEED, SampleDatabase.DEFAULT_CUSTOMERS, progress);
            }
            out.printf("  %-8s %,d customers in the sample help desk%n", "loaded", SampleDatabase.DEFAULT_CUSTOMERS);
        }
    }

    private void address(App app, Settings settings) {
        String url = App.consoleUrl(settings);
        out.println("Console: " + url + "/console (the alert mails are under Mailbox)");
        app.newPassword()
                .ifPresentOrElse(
                        p -> out.println("Login, shown only now: admin / " + p),
                        () -> out.println("Login: admin, with the password that the first start showed"));
        app.newApiKey().ifPresent(k -> out.println("API key, shown only now: " + k));
        out.println("API: curl -H 'Authorization: Bearer KEY' " + url + "/api/v1/cases");
    }
}
