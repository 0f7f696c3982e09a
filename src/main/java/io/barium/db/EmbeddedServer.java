package io.barium.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, its data kept below a directory over restarts and synced to disk at every commit. One
 * process at a time holds the directory; a server that a killed process left behind is stopped before a new one starts.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Path data;
    private final @Nullable DirectoryLock lock;
    private @Nullable EmbeddedPostgres postgres;

    private EmbeddedServer(int port, Path data, @Nullable DirectoryLock lock, @Nullable EmbeddedPostgres postgres) {
        this.port = port;
        this.data = data;
        this.lock = lock;
        this.postgres = postgres;
    }

    /**
     * Starts the server; blocks for one to three seconds.
     *
     * @param dataDir directory to keep, made when it is missing
     * @throws IOException when another process holds the directory, or the server does not start
     */
    public static EmbeddedServer start(Path dataDir) throws IOException {
        Path home = dataDir.toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.ofData(home);
        try {
            Path data = home.resolve("postgres");
            stopOrphan(data);
            EmbeddedPostgres postgres = builder(data).start();
            return new EmbeddedServer(postgres.getPort(), data, lock, postgres);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("encoding", "UTF8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_wal_size", "4GB")
                // Files of the log that a flood has left are there for the next one: commits wait while new ones are
                // made.
                .setServerConfig("min_wal_size", "1GB")
                .setServerConfig("wal_init_zero", "off")
                .setServerConfig("listen_addresses", "127.0.0.1");
    }

    /**
     * Starts the server again, at the same port, if it is gone; nobody else looks after it. Blocks.
     *
     * @return whether it had to
     * @throws IOException when it does not start; worth another try
     */
    public synchronized boolean revive() throws IOException {
        if (postgres == null || runs(data.resolve("postmaster.pid"))) {
            return false;
        }
        log.error("the embedded PostgreSQL is gone, it is started again port={}", port);
        try {
            postgres.close();
        } catch (IOException e) {
            log.debug("nothing to stop", e);
        }
        postgres = builder(data).setPort(port).start();
        return true;
    }

    private static boolean runs(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        return !lines.isEmpty()
                && ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    /**
     * Uses the server of the Barium that runs on the directory, or starts one when none does; for commands that people
     * run beside a running service. Closing it leaves a server that was running before alone.
     */
    public static EmbeddedServer join(Path dataDir) throws IOException {
        Path home = dataDir.toAbsolutePath().normalize();
        Path pidFile = home.resolve("postgres").resolve("postmaster.pid");
        if (DirectoryLock.knows(home) && Files.exists(pidFile)) {
            try {
                DirectoryLock.ofData(home).close();
            } catch (IOException held) {
                List<String> lines = Files.readAllLines(pidFile);
                if (lines.size() > 3) {
                    return new EmbeddedServer(Integer.parseInt(lines.get(3).strip()), pidFile, null, null);
                }
                throw held;
            }
        }
        return start(home);
    }

    /** A database on this server, made when it is missing. */
    public PostgresAddress database(String name) throws IOException {
        PostgresAddress admin = new PostgresAddress("127.0.0.1", port, "postgres", "postgres", null);
        try (Connection c = DriverManager.getConnection(admin.jdbcUrl(), "postgres", "");
                var known = c.prepareStatement("select 1 from pg_database where datname = ?")) {
            known.setString(1, name);
            if (!known.executeQuery().next()) {
                try (var create = c.createStatement()) {
                    create.execute("create database " + create.enquoteIdentifier(name, true));
                }
            }
        } catch (SQLException e) {
            throw new IOException("cannot make database " + name + " on the embedded PostgreSQL", e);
        }
        return admin.database(name);
    }

    @Override
    public synchronized void close() throws IOException {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
        if (lock != null) {
            lock.close();
        }
    }

    /** The lock is ours, so whatever server still runs on the data belongs to a process that is gone. */
    private static void stopOrphan(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() < 2 || !Path.of(lines.get(1)).normalize().equals(data)) {
            return;
        }
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElse(null);
        if (server == null || !server.info().command().orElse("").endsWith("postgres")) {
            return;
        }
        log.warn("stopping the PostgreSQL that an earlier process left behind pid={}", server.pid());
        server.destroy();
        try {
            server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "the PostgreSQL with pid " + server.pid() + " in " + data + " does not stop; end it by hand", e);
        }
    }
}
