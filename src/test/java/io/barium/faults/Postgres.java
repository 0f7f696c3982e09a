package io.barium.faults;

import static org.awaitility.Awaitility.await;

import io.barium.db.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server outside of the service, on a directory and a port that it keeps; synced to disk at each commit.
 */
final class Postgres implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_CONNECTIONS = 40;

    private final Path data;
    private int port;
    private EmbeddedPostgres server;

    Postgres(Path data) throws IOException {
        this.data = data;
        start();
    }

    void start() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(true)
                .setPGStartupWait(PATIENCE)
                .setLocaleConfig("encoding", "UTF8")
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", Integer.toString(MAX_CONNECTIONS))
                .setServerConfig("listen_addresses", "127.0.0.1");
        if (port != 0) {
            builder.setPort(port);
        }
        server = builder.start();
        port = server.getPort();
    }

    /** Fast shutdown, as an administrator does it. */
    void stop() throws IOException {
        server.close();
    }

    /**
     * SIGKILL to the postmaster, as the system does it when memory is short; returns when its children are gone too.
     */
    void kill() throws IOException {
        kill(data);
        // Gives back the lock on the directory; there is no server to be stopped any more.
        server.close();
    }

    /** Kills whatever server runs on a data directory. */
    static void kill(Path data) throws IOException {
        ProcessHandle postmaster = postmaster(data);
        List<ProcessHandle> all = new ArrayList<>(postmaster.children().toList());
        all.add(postmaster);
        postmaster.destroyForcibly();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Stops all of its processes where they are, as a machine that is paused; connections stay. Closing goes on. */
    AutoCloseable freeze() throws IOException {
        ProcessHandle postmaster = postmaster(data);
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        signal("STOP", all);
        List<ProcessHandle> children = postmaster.children().toList();
        signal("STOP", children);
        all.addAll(children);
        return () -> signal("CONT", all);
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(p -> command.add(Long.toString(p.pid())));
        new ProcessBuilder(command).inheritIO().start().onExit().join();
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    /** No commit is answered, because it waits for a standby that is away; closing does without one. */
    AutoCloseable withoutStandby() throws SQLException {
        waitFor("away");
        return () -> waitFor("");
    }

    private void waitFor(String standby) throws SQLException {
        try (Connection c = admin()) {
            c.createStatement().execute("alter system set synchronous_standby_names = '" + standby + "'");
            c.createStatement().execute("select pg_reload_conf()");
        }
    }

    /** Nobody can read or write the journal, as while an administrator alters it. Closing lets go of it. */
    AutoCloseable lockJournal(String name) throws SQLException {
        Connection c = DriverManager.getConnection(database(name).jdbcUrl(), "postgres", "");
        c.setAutoCommit(false);
        c.createStatement().execute("lock table journal in access exclusive mode");
        return c;
    }

    PostgresAddress database(String name) {
        return new PostgresAddress("127.0.0.1", port, name, "postgres", null);
    }

    /** Makes a database. */
    PostgresAddress create(String name) throws SQLException {
        try (Connection c = admin()) {
            c.createStatement().execute("create database " + name);
        }
        return database(name);
    }

    /** Every transaction of the clients fails on writing, as after a failover to a standby, until it is undone. */
    void readOnly(boolean on) throws SQLException {
        try (Connection c = admin()) {
            c.createStatement().execute("set default_transaction_read_only = off");
            c.createStatement()
                    .execute(
                            on
                                    ? "alter system set default_transaction_read_only = on"
                                    : "alter system reset default_transaction_read_only");
            c.createStatement().execute("select pg_reload_conf()");
            // A session takes the new default at its next statement; a new one must not wait for that.
            c.createStatement()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
        }
    }

    /** Takes every connection that the server has, also from those who hold one; closing gives them back. */
    AutoCloseable exhaust() throws SQLException {
        List<Connection> held = new ArrayList<>();
        Connection admin = admin();
        held.add(admin);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            fill(held);
            try (var others = admin.createStatement()
                    .executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                            + " where backend_type = 'client backend' and application_name <> 'exhaust'")) {
                others.next();
                return others.getInt(1) == 0;
            }
        });
        return () -> {
            for (Connection c : held) {
                c.close();
            }
        };
    }

    private void fill(List<Connection> held) {
        while (held.size() < MAX_CONNECTIONS) {
            try {
                held.add(admin());
            } catch (SQLException full) {
                return;
            }
        }
    }

    private Connection admin() throws SQLException {
        return DriverManager.getConnection(
                database("postgres").jdbcUrl() + "?ApplicationName=exhaust&connectTimeout=5", "postgres", "");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
