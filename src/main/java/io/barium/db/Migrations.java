package io.barium.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings Barium's own database to the schema of this version. */
public final class Migrations {
    private Migrations() {}

    /**
     * Runs what is missing; blocks. Several processes may call it at once, one does the work.
     *
     * @throws IllegalStateException when the database cannot hold every text
     */
    public static void run(PostgresAddress address) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.username(), address.password())
                .locations("classpath:db/migration")
                .load();
        requireUtf8(address, flyway.getConfiguration().getDataSource());
        flyway.migrate();
    }

    /** In another encoding it would refuse contacts for a letter in them, also those that were acknowledged. */
    private static void requireUtf8(PostgresAddress address, DataSource database) {
        try (Connection c = database.getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("show server_encoding")) {
            r.next();
            String encoding = r.getString(1);
            if (!encoding.equals("UTF8")) {
                throw new IllegalStateException("database.url (BARIUM_DATABASE_URL): " + address + " has the encoding "
                        + encoding + " and must have UTF8 (create database ... encoding 'UTF8' template template0)");
            }
        } catch (SQLException e) {
            throw new FlywayException(address + " cannot be asked for its encoding: " + e.getMessage(), e);
        }
    }
}
