package io.barium.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.view.Overview;
import io.barium.view.Overviews;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What overview and health read of tables that only grow. */
class StatusReadsTest {
    private static final int OLD = 5_000;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 2);

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void days_gone_by_and_what_was_fetched_are_not_read_again() {
        run("insert into unknown_recipient select 'd' || n || '.example', date '2026-01-01', 1 from generate_series(1, "
                + OLD + ") n");
        run("insert into unknown_recipient values ('mail.canary.example', date '2026-11-20', 3)");
        run("insert into content_fetch (seq, source, thread, kind, url, context, state, first_at, due_at)"
                + " select n, 's', 't', 'k', 'u', '', case when n = 1 then 'GIVEN_UP' else 'DONE' end, now(), now()"
                + " from generate_series(1, " + OLD + ") n");
        run("vacuum analyze");
        await().until(() -> read("n_tup_ins") == 2 * OLD + 1);
        long before = read("seq_tup_read + idx_tup_fetch");

        Pool asking = Pools.open(vertx, address, 1);
        Clock clock = Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);
        assertThat(new Overviews(asking, clock).now().await().unknownRecipients())
                .extracting(Overview.Unknown::contacts)
                .containsExactly(3L);
        assertThat(Checks.fetching(asking).run().await().why()).contains("1 were given up");
        asking.close().await();

        await().until(() -> read("idx_scan") >= 2 || read("seq_tup_read") > before);
        assertThat(read("seq_tup_read + idx_tup_fetch") - before).isLessThan(10);
    }

    private void run(String sql) {
        Pool own = Pools.open(vertx, address, 1);
        own.query(sql).execute().await();
        own.close().await();
    }

    private long read(String what) {
        Row row = pool.query("select sum(" + what + ")::bigint as n from pg_stat_user_tables"
                        + " where relname in ('unknown_recipient', 'content_fetch')")
                .execute()
                .await()
                .iterator()
                .next();
        return row.getLong("n");
    }
}
