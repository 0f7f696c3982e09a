package io.barium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.EmbeddedServer;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedLogTest {
    private static final int FILES = 6;

    @TempDir
    Path dir;

    @Test
    void a_new_server_goes_on_in_files_that_its_log_has_had_before() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            PostgresAddress database = server.database("bench");
            long before = ahead(vertx, database);
            UsedLog.make(vertx, database, FILES);
            assertThat(ahead(vertx, database)).isGreaterThanOrEqualTo(before + FILES);
        } finally {
            vertx.close().await();
        }
    }

    /** Files of the log that wait to be written. */
    private static long ahead(Vertx vertx, PostgresAddress database) {
        Pool pool = Pools.open(vertx, database, 1);
        try {
            return pool.query(
                            "select count(*) as n from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn())")
                    .execute()
                    .await()
                    .iterator()
                    .next()
                    .getLong("n");
        } finally {
            pool.close().await();
        }
    }
}
