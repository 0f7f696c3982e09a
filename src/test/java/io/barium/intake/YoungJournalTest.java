package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A journal of which PostgreSQL knows nothing yet, because it was empty when it looked last. */
class YoungJournalTest {
    private static final int BATCHES = 40;
    private static final int ROWS = 25;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool asked = Pools.open(vertx, address, 1);

    @AfterEach
    void close() {
        asked.close().await();
        vertx.close().await();
    }

    @Test
    void a_retry_is_known_without_reading_all_events() {
        asked.query("alter table journal_event set (autovacuum_enabled = false)")
                .execute()
                .await();
        Pool pool = Pools.forJournal(vertx, address);
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        List<Entry> known = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Entry> entries = new ArrayList<>(Events.many("b" + batch + "-", ROWS));
            known.add(entries.get(0));
            entries.addAll(known);
            Future.all(entries.stream().map(journal::append).toList()).await();
        }
        pool.close().await();

        // Counted when the writer's connections have ended.
        await().until(() -> statistics().getLong("inserted") >= BATCHES * ROWS);
        assertThat(statistics().getLong("read")).isLessThan(BATCHES * ROWS);
    }

    /** Rows that are there, and rows that were come upon by reading the whole table. */
    private Row statistics() {
        return asked.query("select n_tup_ins as inserted, seq_tup_read as read from pg_stat_user_tables"
                        + " where relname = 'journal_event'")
                .execute()
                .await()
                .iterator()
                .next();
    }
}
