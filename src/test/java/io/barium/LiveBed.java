package io.barium;

import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.provider.Providers;
import io.barium.replay.live.LiveService;
import io.barium.replay.live.LiveSettings;
import io.barium.replay.live.SimulatedClock;
import io.barium.replay.live.Site;
import io.barium.seed.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A whole service on fresh databases and a simulated clock, for worlds to be played against. */
public final class LiveBed implements AutoCloseable {
    private static final int CUSTOMERS = 400;

    public final SimulatedClock clock;
    private final App app;
    private final LiveSite site;

    public LiveBed(Path dir, LiveSettings world) throws Exception {
        PostgresAddress support = TestDatabase.empty();
        LiveSite.fill(support, 3, CUSTOMERS, Progress.NONE);
        Settings base = SettingsReader.read(
                null,
                Map.of(
                        "BARIUM_DATABASE_EMBEDDED", "false",
                        "BARIUM_DATABASE_URL", url(TestDatabase.migrated()),
                        "BARIUM_DATABASE_USERNAME", "postgres",
                        "BARIUM_SUPPORT_URL", url(support),
                        "BARIUM_SUPPORT_USERNAME", "postgres"),
                Providers.variants());
        Settings settings = LiveService.over(base, dir, world.seed(), world.canaries());
        clock = new SimulatedClock(world.begin());
        app = App.start(settings, clock, null);
        site = LiveSite.of(app, settings, clock, world.canaries());
    }

    public Site site() {
        return site;
    }

    @Override
    public void close() throws TimeoutException {
        site.close();
        app.close();
    }

    private static String url(PostgresAddress address) {
        return address.jdbcUrl().replace("jdbc:", "");
    }
}
