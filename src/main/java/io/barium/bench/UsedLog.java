package io.barium.bench;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/**
 * Brings a new PostgreSQL to where one is that has run for a while: its write-ahead log goes on in files that it has
 * had before. A file that is new has to be made while commits wait for it, which is no speed to measure.
 */
final class UsedLog {
    private UsedLog() {}

    /**
     * Fills files of the log and has the server take them for new ones.
     *
     * @param database of a server that lets this role switch its log
     * @param files of 16 MB each
     */
    static void make(Vertx vertx, PostgresAddress database, int files) {
        Pool pool = Pools.open(vertx, database, 1);
        try {
            pool.withConnection(c -> {
                        Future<?> filled = Future.succeededFuture();
                        for (int i = 0; i < files; i++) {
                            filled = filled.compose(v -> c.query("select pg_logical_emit_message(false, 'bench', '')")
                                    .execute()
                                    .compose(w ->
                                            c.query("select pg_switch_wal()").execute()));
                        }
                        return filled.compose(v -> c.query("checkpoint").execute());
                    })
                    .await();
        } finally {
            pool.close().await();
        }
    }
}
