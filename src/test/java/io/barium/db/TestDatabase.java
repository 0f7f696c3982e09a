package io.barium.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for a test run; each caller gets a database of its own, a copy of a migrated template. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final EmbeddedServer SERVER = start();
    private static final PostgresAddress TEMPLATE = template();

    private TestDatabase() {}

    /** A fresh database with Barium's schema. */
    public static PostgresAddress migrated() {
        String name = "barium" + NUMBER.incrementAndGet();
        try (Connection c =
                DriverManager.getConnection(TEMPLATE.database("postgres").jdbcUrl(), "postgres", "")) {
            c.createStatement().execute("create database " + name + " template " + TEMPLATE.database());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return TEMPLATE.database(name);
    }

    /** A fresh empty database, for a support system. */
    public static PostgresAddress empty() {
        try {
            return SERVER.database("support" + NUMBER.incrementAndGet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresAddress template() {
        try {
            PostgresAddress address = SERVER.database("template_barium");
            Migrations.run(address);
            return address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedServer start() {
        try {
            Path dir = Files.createTempDirectory("barium-test");
            EmbeddedServer server = EmbeddedServer.start(dir);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, dir)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedServer server, Path dir) {
        try {
            server.close();
            // Thousands of files; the build does not wait for them.
            new ProcessBuilder("rm", "-rf", dir.toString()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
