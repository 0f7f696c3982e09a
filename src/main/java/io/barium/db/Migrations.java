package io.barium.db;

import org.flywaydb.core.Flyway;

/** Brings Barium's own database to the schema of this version. */
public final class Migrations {
    private Migrations() {}

    /** Runs what is missing; blocks. Several processes may call it at once, one does the work. */
    public static void run(PostgresAddress address) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.jdbcUrl(), address.username(), address.password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
