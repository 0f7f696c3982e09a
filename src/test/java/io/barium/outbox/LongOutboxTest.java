package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.Pools;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import org.junit.jupiter.api.Test;

/** An outbox in which almost everything has been sent long ago. */
class LongOutboxTest extends OutboxBed {
    private static final int SENT = 30_000;
    private static final int LOOKS = 20;

    @Test
    void a_look_reads_what_is_left_to_do_and_not_all_that_was_ever_sent() {
        pool.query("""
                        insert into outbox (id, channel, topic, payload, state, created_at, trying_since, due_at, settled_at, attempts)
                        select gen_random_uuid(), 'mail', 'case:1', '{}', 'SENT', now(), now(), now(), now(), 1
                        from generate_series(1, %d)
                        """.formatted(SENT)).execute().await();
        add(message(1));
        pool.query("update outbox set last_error = '421 busy' where state = 'PENDING'")
                .execute()
                .await();
        pool.query("vacuum analyze outbox").execute().await();
        Pool looking = Pools.open(vertx, database, 1);
        Outbox grown = new Outbox(looking);
        long before = statistics().getLong("read");
        long scans = statistics().getLong("scans");
        for (int i = 0; i < LOOKS; i++) {
            assertThat(grown.counts("mail").await()).isEqualTo(new Outbox.Counts(1, 1, 0, clock.instant(), "421 busy"));
            grown.claim("webhook", clock.instant(), 4).await();
        }
        looking.close().await();

        // Counted when the connection has ended.
        await().until(() -> statistics().getLong("scans") >= scans + LOOKS);
        assertThat(statistics().getLong("read"))
                .as("rows that were come upon by reading the whole table")
                .isLessThan(before + SENT);
    }

    private Row statistics() {
        return pool.query("select seq_tup_read as read, seq_scan + idx_scan as scans from pg_stat_user_tables"
                        + " where relname = 'outbox'")
                .execute()
                .await()
                .iterator()
                .next();
    }
}
