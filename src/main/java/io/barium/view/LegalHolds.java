package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;

/** Cases whose raw bytes retention leaves alone. */
public final class LegalHolds {
    private final Pool pool;
    private final Clock clock;

    public LegalHolds(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Places a hold; one that stands keeps its reason. From the answer on no bytes of the case are dropped.
     *
     * @param who API key or operator, by name
     * @return whether there is such a case
     */
    public Future<Boolean> place(long caseId, String reason, String who) {
        return pool.withTransaction(tx -> lock(tx).compose(locked -> tx.preparedQuery("""
                        insert into legal_hold (case_id, reason, placed_by, placed_at)
                        select id, $2, $3, $4 from support_case where id = $1 on conflict (case_id) do nothing
                        """)
                        .execute(Tuple.of(caseId, reason, who, clock.instant().atOffset(ZoneOffset.UTC)))))
                .compose(placed -> exists(caseId));
    }

    /**
     * Lifts the hold; retention looks again at everything from the first row on that any hold has kept.
     *
     * @return whether there is such a case
     */
    public Future<Boolean> lift(long caseId) {
        return pool.withTransaction(tx -> lock(tx).compose(
                                locked -> tx.preparedQuery("delete from legal_hold where case_id = $1")
                                        .execute(Tuple.of(caseId)))
                        .compose(gone -> tx.preparedQuery("""
                                update retention set seq = least(seq, held_seq - 1), held_seq = null where $1 > 0
                                """).execute(Tuple.of(gone.rowCount()))))
                .compose(lifted -> exists(caseId));
    }

    /** Waits for what retention has under way: it does not know of the hold. What it begins later does. */
    private static Future<Void> lock(SqlConnection tx) {
        return tx.query("select 1 from retention order by rule for update")
                .execute()
                .mapEmpty();
    }

    private Future<Boolean> exists(long caseId) {
        return pool.preparedQuery("select 1 from support_case where id = $1")
                .execute(Tuple.of(caseId))
                .map(rows -> rows.size() == 1);
    }
}
