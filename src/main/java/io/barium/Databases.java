package io.barium;

import io.barium.config.Settings;
import io.barium.db.DirectoryLock;
import io.barium.db.EmbeddedServer;
import io.barium.db.PostgresAddress;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where Barium's own database is, and the embedded server where it runs on one. */
public final class Databases implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Databases.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final String BARIUM = "barium";
    private static final String SAMPLE = "helpdesk";

    private final @Nullable EmbeddedServer server;
    private final @Nullable DirectoryLock lock;
    private final PostgresAddress barium;
    private final @Nullable PostgresAddress support;

    private Databases(
            @Nullable EmbeddedServer server,
            @Nullable DirectoryLock lock,
            PostgresAddress barium,
            @Nullable PostgresAddress support) {
        this.server = server;
        this.lock = lock;
        this.barium = barium;
        this.support = support;
    }

    /** Opens them for the service, which owns the embedded server, and the data directory in any case. */
    static Databases open(Settings settings) throws IOException {
        return settings.database().embedded()
                ? open(settings, EmbeddedServer.start(settings.dataDir()), null)
                : open(settings, null, DirectoryLock.ofData(settings.dataDir()));
    }

    /** Opens them for a command, beside a running service where there is one. */
    static Databases join(Settings settings) throws IOException {
        return open(settings, settings.database().embedded() ? EmbeddedServer.join(settings.dataDir()) : null, null);
    }

    private static Databases open(Settings settings, @Nullable EmbeddedServer server, @Nullable DirectoryLock lock)
            throws IOException {
        try {
            Settings.Database own = settings.database();
            PostgresAddress barium = server != null
                    ? server.database(BARIUM)
                    : PostgresAddress.of(
                            java.util.Objects.requireNonNull(own.url()), own.username(), reveal(own.password()));
            return new Databases(server, lock, barium, support(settings.support(), server));
        } catch (IOException | RuntimeException e) {
            close(server, lock);
            throw e;
        }
    }

    private static @Nullable PostgresAddress support(
            Settings.@Nullable Support support, @Nullable EmbeddedServer server) throws IOException {
        if (support == null) {
            return null;
        }
        if (support.url() != null) {
            return PostgresAddress.of(support.url(), support.username(), reveal(support.password()));
        }
        return server == null ? null : server.database(SAMPLE);
    }

    private static @Nullable String reveal(io.barium.config.@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    /** Sees to it once a second that the embedded server runs. */
    void watch(Vertx vertx) {
        if (server != null) {
            vertx.setPeriodic(
                    LOOK_EVERY_MS,
                    t -> vertx.executeBlocking(server::revive)
                            .onFailure(e ->
                                    log.error("the embedded PostgreSQL cannot be started cause={}", e.toString())));
        }
    }

    /** Barium's own database. */
    public PostgresAddress barium() {
        return barium;
    }

    /** The support database; {@code null} when none is configured. */
    public @Nullable PostgresAddress support() {
        return support;
    }

    @Override
    public void close() throws IOException {
        close(server, lock);
    }

    private static void close(@Nullable EmbeddedServer server, @Nullable DirectoryLock lock) throws IOException {
        if (server != null) {
            server.close();
        }
        if (lock != null) {
            lock.close();
        }
    }
}
