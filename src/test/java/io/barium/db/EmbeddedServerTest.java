package io.barium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
    @TempDir
    Path dir;

    @Test
    void keeps_its_data_over_a_restart_and_syncs_every_commit() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            run(server.database("kept"), "create table t as select 42 as n");
        }
        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            PostgresAddress kept = server.database("kept");
            assertThat(ask(kept, "select n from t")).isEqualTo("42");
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(kept, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(kept, "show min_wal_size"))
                    .as("room for the log of a flood")
                    .isEqualTo("1GB");
            assertThat(ask(kept, "show server_encoding")).isEqualTo("UTF8");
        }
    }

    @Test
    void a_second_process_is_told_that_the_directory_is_in_use() throws Exception {
        EmbeddedServer first = EmbeddedServer.start(dir);
        try (first) {
            assertThatThrownBy(() -> EmbeddedServer.start(dir))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another Barium")
                    .hasMessageContaining("BARIUM_DATA_DIR");
        }
    }

    @Test
    void a_command_beside_a_running_service_uses_its_server_and_leaves_it_running() throws Exception {
        try (EmbeddedServer service = EmbeddedServer.start(dir)) {
            run(service.database("kept"), "create table t as select 42 as n");
            try (EmbeddedServer command = EmbeddedServer.join(dir)) {
                assertThat(ask(command.database("kept"), "select n from t")).isEqualTo("42");
            }
            assertThat(ask(service.database("kept"), "select n from t")).isEqualTo("42");
        }
        try (EmbeddedServer alone = EmbeddedServer.join(dir)) {
            assertThat(ask(alone.database("kept"), "select n from t")).isEqualTo("42");
        }
    }

    @Test
    void a_server_that_was_killed_is_started_again_at_its_port_with_its_data() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            PostgresAddress at = server.database("barium");
            run(at, "create table kept as select 1");
            assertThat(server.revive()).as("while it runs").isFalse();
            long pid = Long.parseLong(java.nio.file.Files.readAllLines(dir.resolve("postgres/postmaster.pid"))
                    .get(0));
            ProcessHandle killed = ProcessHandle.of(pid).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(server.revive()).isTrue();
            run(at, "insert into kept values (2)");
        }
    }

    @Test
    void a_server_that_a_killed_process_left_behind_is_replaced() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process victim = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = victim.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
        }
        victim.destroyForcibly().waitFor();
        long orphan = Long.parseLong(Files.readAllLines(dir.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
        assertThat(ProcessHandle.of(orphan)).as("outlives its process").isPresent();

        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            assertThat(ask(server.database("kept"), "select n from t")).isEqualTo("42");
        }
        assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
    }

    /** Started as a process of its own, to be killed. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            EmbeddedServer server = EmbeddedServer.start(Path.of(args[0]));
            run(server.database("kept"), "create table t as select 42 as n");
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static void run(PostgresAddress at, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(at.jdbcUrl(), at.username(), "")) {
            c.createStatement().execute(sql);
        }
    }

    private static String ask(PostgresAddress at, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(at.jdbcUrl(), at.username(), "");
                ResultSet r = c.createStatement().executeQuery(sql)) {
            assertThat(r.next()).isTrue();
            return r.getString(1);
        }
    }
}
