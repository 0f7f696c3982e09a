package io.barium.view;

import static io.barium.db.Plans.merging;
import static io.barium.db.Plans.rowsRead;
import static io.barium.db.Plans.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the profile of an actor reads of a journal that is mostly noise. */
class ProfilePlanTest {
    private static final int NOISE = 4_000;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 2);

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_profile_reads_its_own_rows_and_not_the_journal_up_to_there() {
        long caseId = new Copies(pool).fewBehind(NOISE);
        pool.query("update sighting set campaign = 1 where case_id is not null")
                .execute()
                .await();
        pool.query("vacuum analyze").execute().await();
        String upTo = String.valueOf(Long.MAX_VALUE);
        String sql = with(ActorProfile.READ, String.valueOf(caseId), "array[1]", upTo, "2000", "4194304");
        SqlConnection merging = merging(pool);
        assertThat(rowsRead(merging, sql)).isBetween(10L, NOISE / 10L);
        merging.close().await();
    }
}
