package io.barium;

import io.barium.casework.SiblingFacts;
import io.barium.casework.Siblings;
import io.barium.config.Settings;
import io.barium.db.PostgresAddress;
import io.barium.plant.SupportSystem;
import io.barium.replay.live.SimulatedClock;
import io.barium.replay.live.Site;
import io.barium.seed.Progress;
import io.barium.seed.SampleDatabase;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** The whole service on a simulated clock, and the sample help desk behind it. */
final class LiveSite implements Site, AutoCloseable {
    /** So many weeks earlier the sample's history ends in November 2018, before the played worlds begin. */
    private static final int WEEKS_EARLIER = 416;

    private static final Duration COUNT_EVERY = Duration.ofDays(28);

    private final App app;
    private final Settings settings;
    private final SimulatedClock clock;
    private final Planting planting;
    private final SupportSystem system;

    private LiveSite(App app, Settings settings, SimulatedClock clock, Planting planting, int personas) {
        this.app = app;
        this.settings = settings;
        this.clock = clock;
        this.planting = planting;
        this.system = new SteadyProfile(planting.system(), personas);
    }

    /**
     * A service that was started on the clock.
     *
     * @param personas that will be planted in all
     */
    static LiveSite of(App app, Settings settings, SimulatedClock clock, int personas) throws IOException {
        return new LiveSite(app, settings, clock, Planting.open(app.vertx(), settings, app.databases()), personas);
    }

    /**
     * Fills the support database with the sample, unless it is there.
     *
     * @return whether it had to
     */
    static boolean fill(PostgresAddress support, long seed, int customers, Progress progress) throws SQLException {
        if (SampleDatabase.isLoaded(support)) {
            return false;
        }
        SampleDatabase.load(support, seed, customers, WEEKS_EARLIER, progress);
        return true;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public int httpPort() {
        return app.httpPort();
    }

    @Override
    public Pool pool() {
        return app.pool();
    }

    @Override
    public PostgresAddress support() {
        return Objects.requireNonNull(app.databases().support());
    }

    @Override
    public void plant(int standing) throws IOException {
        planting.planter(app.pool(), clock, standing, system).topUp().await();
        planting.segmentCounts(app.pool(), clock).refreshAfter(COUNT_EVERY).await();
    }

    @Override
    public void readAccesses() {
        app.readAccesses();
    }

    @Override
    public List<String> siblings() {
        return SiblingFacts.upTo(app.pool(), Long.MAX_VALUE)
                .map(Siblings::addresses)
                .await();
    }

    @Override
    public void settle() {
        app.settle();
    }

    @Override
    public void close() throws TimeoutException {
        planting.close();
    }
}
