package io.barium.db;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;

/** Connection pools. Made by {@code App} outside of any verticle, because a pool made in one closes with it. */
public final class Pools {
    /**
     * One commits, one waits for the disk, one tells others. When a server is gone without a word they come back after
     * a quarter of an hour, so there are as many again for each time that it happens meanwhile.
     */
    private static final int JOURNAL_CONNECTIONS = 21;

    private static final int CONNECT_SECONDS = 3;

    /** Firewalls forget a connection that is not used, and tell neither side. */
    private static final int IDLE_SECONDS = 300;

    /** The writer's connections may not be closed when they are idle, because they would be missed. */
    private static final String KEEPALIVE_SECONDS = "60";

    private static final int SERVICE_CONNECT_SECONDS = 10;

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

    /**
     * The pool of a service that outlives its database's server.
     *
     * @param size connections at most
     */
    public static RenewablePool renewable(Vertx vertx, PostgresAddress address, int size) {
        return new RenewablePool(
                vertx,
                () -> PgBuilder.pool()
                        .with(new PoolOptions()
                                .setMaxSize(size)
                                .setIdleTimeout(IDLE_SECONDS)
                                .setIdleTimeoutUnit(TimeUnit.SECONDS))
                        .with(new NetClientOptions()
                                .setConnectTimeout(SERVICE_CONNECT_SECONDS * 1_000)
                                .setTcpKeepAlive(true))
                        .connectingTo(address.options())
                        .using(vertx)
                        .build());
    }

    /** A pool on somebody else's database, whose server refuses to write anything that comes through it. */
    public static Pool forReading(Vertx vertx, PostgresAddress address, int size) {
        PgConnectOptions options = address.options();
        options.addProperty("default_transaction_read_only", "on");
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(size))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    /**
     * The pool of the journal's writer alone: nobody's queries keep it waiting, and a server that does not answer is
     * given up early, because the contact has a spool to go to and a provider that waits.
     */
    public static Pool forJournal(Vertx vertx, PostgresAddress address) {
        PgConnectOptions options = address.optionsForLookUps();
        options.addProperty("statement_timeout", "20s");
        options.addProperty("tcp_keepalives_idle", KEEPALIVE_SECONDS);
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(JOURNAL_CONNECTIONS)
                        .setConnectionTimeout(CONNECT_SECONDS)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_SECONDS * 1_000)
                        .setTcpKeepAlive(true))
                .connectingTo(options)
                .using(vertx)
                .build();
    }
}
