package io.barium.casework;

import static io.barium.db.Plans.merging;
import static io.barium.db.Plans.rowsRead;
import static io.barium.db.Plans.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.view.Copies;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replay reads of a journal that is mostly noise. */
class ReplayPlanTest {
    private static final int NOISE = 4_000;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 2);

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_page_of_a_replay_reads_its_own_rows_and_not_the_journal_up_to_there() {
        new Copies(pool).fewBehind(NOISE);
        String upTo = String.valueOf(Long.MAX_VALUE);
        SqlConnection merging = merging(pool);
        assertThat(rowsRead(merging, with(VerdictReplay.OBSERVED, "0", upTo, "2000", "4194304")))
                .isBetween(10L, NOISE / 10L);
        merging.close().await();
    }
}
