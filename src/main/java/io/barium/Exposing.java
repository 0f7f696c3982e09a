package io.barium;

import io.barium.api.ExposureOperations;
import io.barium.config.AccessLog;
import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.exposure.AgentKey;
import io.barium.exposure.Naming;
import io.barium.exposure.Pseudonyms;
import io.barium.exposure.Recorder;
import io.barium.exposure.TableSync;
import io.barium.exposure.Unlocks;
import io.barium.ops.Checks;
import io.barium.ops.Checks.Check;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Access logs of the support system that the settings name. */
final class Exposing implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    private static final int CLOSE_SECONDS = 10;
    private static final String USUAL_SYSTEM = "helpdesk";

    private final Settings settings;
    private final Pool barium;
    private final Pseudonyms pseudonyms;
    private final Recorder recorder;
    private final Clock clock;
    private final @Nullable Pool support;
    private final @Nullable TableSync sync;

    /**
     * Opens it; nothing is asked of a database yet.
     *
     * @param barium on Barium's own database
     * @param address of the support database; {@code null} for none
     * @throws IOException when the secret behind pseudonyms cannot be read or made
     */
    Exposing(Vertx vertx, Settings settings, Pool barium, @Nullable PostgresAddress address, Clock clock)
            throws IOException {
        this.settings = settings;
        this.barium = barium;
        this.clock = clock;
        this.pseudonyms = new Pseudonyms(
                AgentKey.load(settings.dataDir(), settings.exposures().agentKey()));
        this.recorder = new Recorder(barium, pseudonyms, settings.exposures(), clock);
        AccessLog log = settings.support() == null ? null : settings.support().accessLog();
        if (log == null || address == null) {
            this.support = null;
            this.sync = null;
        } else {
            Pool reading = Pools.forReading(vertx, address, CONNECTIONS);
            this.support = reading;
            this.sync = new TableSync(vertx, barium, reading, system(), log, recorder, clock);
        }
    }

    /** Name of the support system whose rows are meant. */
    String system() {
        Settings.Support named = settings.support();
        return named == null ? USUAL_SYSTEM : named.name();
    }

    Recorder recorder() {
        return recorder;
    }

    /** Reads the table with the access log; empty where none is configured. */
    Optional<TableSync> sync() {
        return Optional.ofNullable(sync);
    }

    ExposureOperations operations(Naming naming) {
        Unlocks unlocks = new Unlocks(barium, pseudonyms, settings.exposures().unlockPeople(), naming, clock);
        return new ExposureOperations(barium, recorder, unlocks, system());
    }

    List<Check> checks() {
        return sync == null ? List.of() : List.of(Checks.accessLog(sync::trouble));
    }

    /** Begins to read the access log, now and then. */
    void start() {
        sync().ifPresent(TableSync::start);
    }

    /** Finishes the reading in hand, and closes. */
    @Override
    public void close() throws TimeoutException {
        if (sync != null) {
            sync.stop().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        if (support != null) {
            support.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
