package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tables of which PostgreSQL knows nothing yet, because they were empty when it looked last. */
class YoungTablesTest extends CaseworkBed {
    private static final int BATCHES = 40;
    private static final int ROWS = 25;

    @Test
    void a_batch_reads_what_it_needs_and_not_all_that_came_before_it() {
        pool.query("alter table sighting set (autovacuum_enabled = false)")
                .execute()
                .await();
        worker.start();
        await().until(worker::leading);
        for (int batch = 0; batch < BATCHES; batch++) {
            int first = batch * ROWS;
            Future.all(IntStream.range(first, first + ROWS)
                            .mapToObj(i -> journal.append(entry(call("CA" + i, JANES_LINE))))
                            .toList())
                    .await();
            worker.wake();
            await().until(() -> one("select (select seq from casework_cursor) = (select max(seq) from journal)")
                    .getBoolean(0));
        }
        worker.stop().await();

        // Counted when the worker's connection has ended.
        await().until(() -> statistics().getLong("inserted") == BATCHES * ROWS);
        assertThat(statistics().getLong("read"))
                .as("rows of journal and sightings that were come upon by reading a whole table")
                .isLessThan(BATCHES * ROWS);
    }

    private Row statistics() {
        return one("""
                select sum(n_tup_ins) filter (where relname = 'sighting')::bigint as inserted,
                       sum(seq_tup_read)::bigint as read
                from pg_stat_user_tables where relname = 'sighting' or relname like 'journal\\_0%'
                """);
    }
}
