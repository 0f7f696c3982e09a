package io.barium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void a_database_that_cannot_hold_every_text_is_refused_with_the_setting_to_mend() throws Exception {
        PostgresAddress server = TestDatabase.empty();
        PostgresAddress latin = server.database(server.database() + "_latin1");
        execute(server, "create database " + latin.database() + " encoding 'LATIN1' template template0 locale 'C'");
        assertThatThrownBy(() -> Migrations.run(latin))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("database.url")
                .hasMessageContaining("LATIN1");
        try (Connection c = DriverManager.getConnection(latin.jdbcUrl(), "postgres", "");
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("select 1 from pg_tables where schemaname = 'public'")) {
            assertThat(r.next()).as("anything made").isFalse();
        }
    }

    private static void execute(PostgresAddress at, String sql) throws Exception {
        try (Connection c = DriverManager.getConnection(at.jdbcUrl(), "postgres", "");
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
