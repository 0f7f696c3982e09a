package io.barium.faults;

import io.barium.Registry;
import io.barium.db.PostgresAddress;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;

/** Personas by number, each with an address, a phone number and a ticket. */
final class Canaries {
    static final String DOMAIN = "postwren.example";

    private Canaries() {}

    static String address(int persona) {
        return "canary" + persona + "@" + DOMAIN;
    }

    static String phone(int persona) {
        return "+1212555%04d".formatted(persona);
    }

    static String ticket(int persona) {
        return "SR-1%07d".formatted(persona);
    }

    /** Plants so many, from 0 on. */
    static void plant(PostgresAddress database, int personas) {
        Vertx vertx = Vertx.vertx();
        // A crash while a test is set up is no part of any test.
        Pool pool = PgBuilder.pool()
                .connectingTo(database.options().addProperty("synchronous_commit", "off"))
                .using(vertx)
                .build();
        try {
            Registry registry = new Registry(pool);
            for (int i = 0; i < personas; i++) {
                registry.persona(address(i), phone(i), ticket(i));
            }
        } finally {
            pool.close().await();
            vertx.close().await();
        }
    }
}
