package io.barium.db;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** Connection pools. Made by {@code App} outside of any verticle, because a pool made in one closes with it. */
public final class Pools {
    private Pools() {}

    /**
     * A pool on a database.
     *
     * @param size connections at most
     */
    public static Pool open(Vertx vertx, PostgresAddress address, int size) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(address.options())
                .using(vertx)
                .build();
    }
}
