package io.barium.plant;

import io.barium.config.Settings.Customers;
import io.barium.config.Settings.Mapping;
import io.barium.config.Settings.Support;
import io.barium.config.Settings.Tickets;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.seed.Progress;
import io.barium.seed.SampleDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A help desk with customers, an empty registry, and a planter between them. */
final class Fixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final List<String> DOMAINS = List.of("post.example.org", "mail.example.net");
    static final Mapping SAMPLE = new Mapping(
            new Customers(
                    "customer",
                    "id",
                    "given_name",
                    "family_name",
                    "email",
                    "phone",
                    "locale",
                    "segment",
                    "product",
                    "street",
                    "city",
                    "postcode",
                    "country",
                    "created_at"),
            new Tickets(
                    "ticket", "id", "customer_id", "number", "queue", "agent_id", "subject", "status", "created_at"));

    private final Vertx vertx = Vertx.vertx();
    final Pool barium = Pools.open(vertx, TestDatabase.migrated(), 3);
    final Pool desk;
    final Mapping mapping;

    private Fixture(PostgresAddress support, Mapping mapping) {
        this.desk = Pools.open(vertx, support, 3);
        this.mapping = mapping;
    }

    static Fixture sample() throws SQLException {
        PostgresAddress support = TestDatabase.empty();
        SampleDatabase.load(support, 11, 900, Progress.NONE);
        return new Fixture(support, SAMPLE);
    }

    static Fixture of(PostgresAddress support, Mapping mapping) {
        return new Fixture(support, mapping);
    }

    PostgresSupport support() {
        return new PostgresSupport(desk, mapping);
    }

    Planter planter(int personas) {
        return planter(personas, support(), NumberInventory.sample());
    }

    Planter planter(int personas, SupportSystem support, NumberInventory inventory) {
        return planter(personas, null, support, inventory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    Planter planter(int personas, Duration rollAfter, SupportSystem support, NumberInventory inventory, Clock clock) {
        Support settings = new Support("helpdesk", null, null, null, personas, null, 42L, rollAfter, mapping, null);
        return new Planter(barium, support, settings, DOMAINS, inventory, clock);
    }

    long number(Pool pool, String sql) {
        return Long.parseLong(texts(pool, sql).get(0));
    }

    /** The first column, as text. */
    List<String> texts(Pool pool, String sql) {
        List<String> out = new ArrayList<>();
        for (Row row : pool.query(sql).execute().await()) {
            out.add(String.valueOf(row.getValue(0)));
        }
        return out;
    }

    @Override
    public void close() {
        barium.close().await();
        desk.close().await();
        vertx.close().await();
    }
}
