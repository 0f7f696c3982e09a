package io.barium;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import io.barium.demo.DemoSettings;
import io.barium.demo.Story;
import io.barium.provider.Providers;
import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.SimulatedClock;
import io.barium.seed.SampleDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole of it on this machine. */
@Command(
        name = "demo",
        description = {
            "Starts the service with an embedded PostgreSQL and a sample help desk on a simulated clock, plants personas, and tells"
                    + " in two minutes of a leak, played against its own endpoints: ten months of noise, an agent's August, the"
                    + " calls of autumn. Alerts go to its own mailbox. Runs until Ctrl-C.",
            "Listens on this machine only. Data is kept in BARIUM_DATA_DIR (./data); ports are BARIUM_HTTP_PORT (8080) and"
                    + " BARIUM_SMTP_PORT (2525)."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int STORY_SECONDS = 110;

    @Option(names = "--once", description = "End when the story is told.")
    private boolean once;

    @Option(names = "--quick", description = "Tell the story as fast as this machine can, not in two minutes.")
    private boolean quick;

    @Option(names = "--customers", paramLabel = "N", description = "Customers of the sample help desk.")
    private int customers = SampleDatabase.DEFAULT_CUSTOMERS;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws Exception {
        ((Logger) LoggerFactory.getLogger("io.barium")).setLevel(Level.ERROR);
        Settings settings = settings();
        LiveSettings story = DemoSettings.story();
        SimulatedClock clock = new SimulatedClock(story.begin());
        out.println("Barium demo: embedded PostgreSQL in "
                + settings.dataDir().toAbsolutePath().normalize());
        App app = App.start(settings, clock, DemoSettings.MAIL_DOMAIN);
        Stopping stopping = Stopping.of(app);
        try {
            sample(app);
            address(app, settings);
            tell(app, settings, clock, story);
        } catch (Exception e) {
            if (stopping.asked()) {
                stopping.await();
                return 0;
            }
            app.close();
            throw e;
        }
        clock.run();
        if (once) {
            app.close();
        } else {
            out.println("Running until Ctrl-C; the clock goes on from "
                    + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ".");
            stopping.await();
        }
        return 0;
    }

    private void tell(App app, Settings settings, SimulatedClock clock, LiveSettings story) throws Exception {
        out.println("The story of 68,000 records that an agent sold, at a tenth of its size, on a clock of its own:");
        try (LiveSite site = LiveSite.of(app, settings, clock, story.canaries())) {
            new Story(app.vertx(), site, clock, App.consoleUrl(settings), out).play(quick ? 0 : STORY_SECONDS);
        }
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

    private void sample(App app) throws SQLException {
        PostgresAddress support =
                java.util.Objects.requireNonNull(app.databases().support());
        try (Progressing progress = new Progressing()) {
            if (LiveSite.fill(support, SEED, customers, progress)) {
                out.printf(Locale.ROOT, "  %-8s %,d customers in the sample help desk%n", "loaded", customers);
            }
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
