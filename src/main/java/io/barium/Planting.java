package io.barium;

import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.plant.NumberInventory;
import io.barium.plant.Planter;
import io.barium.plant.PostgresSupport;
import io.barium.plant.SegmentCounts;
import io.barium.plant.SupportSystem;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The support system that the settings name, opened for planting. */
final class Planting implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private final Settings settings;
    private final Settings.Support support;
    private final Pool pool;

    private Planting(Settings settings, Settings.Support support, Pool pool) {
        this.settings = settings;
        this.support = support;
        this.pool = pool;
    }

    /**
     * Opens it.
     *
     * @throws IOException when the settings name no support database
     */
    static Planting open(Vertx vertx, Settings settings, Databases databases) throws IOException {
        Settings.Support support = settings.support();
        PostgresAddress address = databases.support();
        if (support == null || address == null) {
            throw new IOException("nowhere to plant: set support.url (BARIUM_SUPPORT_URL) to the support database");
        }
        return new Planting(settings, support, Pools.open(vertx, address, CONNECTIONS));
    }

    /** A planter over Barium's own database. */
    Planter planter(Pool barium, Clock clock) throws IOException {
        return planter(barium, clock, support.personas(), system());
    }

    /** The same for another number of personas and another view of the support system. */
    Planter planter(Pool barium, Clock clock, int personas, SupportSystem system) throws IOException {
        NumberInventory numbers =
                support.numbers() == null ? NumberInventory.sample() : NumberInventory.read(support.numbers());
        Settings.Support wanted = new Settings.Support(
                support.name(),
                support.url(),
                support.username(),
                support.password(),
                personas,
                support.numbers(),
                support.seed(),
                support.rollAfter(),
                support.mapping(),
                support.accessLog());
        return new Planter(barium, system, wanted, settings.domains(), numbers, clock);
    }

    /** The counts of its real customers, kept in Barium's own database. */
    SegmentCounts segmentCounts(Pool barium, Clock clock) {
        return new SegmentCounts(barium, system(), support.name(), clock);
    }

    /** The support system itself. */
    SupportSystem system() {
        return new PostgresSupport(pool, support.mapping());
    }

    @Override
    public void close() throws TimeoutException {
        pool.close().await(10, TimeUnit.SECONDS);
    }
}
