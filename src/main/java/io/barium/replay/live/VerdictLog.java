package io.barium.replay.live;

import io.barium.inference.Level;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the service has concluded so far, read from its table as it grows. */
public final class VerdictLog {
    private static final String NEW = """
            select case_id, seq, at, level, log_e, posterior, document from verdict
            where (seq, case_id) > ($1, $2) order by seq, case_id
            """;

    private final Pool pool;
    private final boolean kept;
    private long seq;
    private long caseId;

    /**
     * A verdict.
     *
     * @param seq journal sequence that it rests on
     * @param at when the newest contact was received
     * @param logE natural logarithm of E
     * @param document the verdict as it is stored
     */
    public record Entry(
            long caseId, long seq, Instant at, Level level, double logE, double posterior, JsonObject document) {}

    /** The verdicts of a database of Barium's. */
    public VerdictLog(Pool pool) {
        this.pool = pool;
        this.kept = pool.query("select to_regclass('verdict') is not null as kept")
                .execute()
                .await()
                .iterator()
                .next()
                .getBoolean("kept");
    }

    /** Whether the service keeps verdicts at all. */
    boolean kept() {
        return kept;
    }

    /** Verdicts that were added since this was last asked, in order. */
    public List<Entry> fresh() {
        List<Entry> out = new ArrayList<>();
        if (!kept) {
            return out;
        }
        for (Row r : pool.preparedQuery(NEW).execute(Tuple.of(seq, caseId)).await()) {
            seq = r.getLong("seq");
            caseId = r.getLong("case_id");
            out.add(new Entry(
                    caseId,
                    seq,
                    r.getOffsetDateTime("at").toInstant(),
                    Level.valueOf(r.getString("level")),
                    r.getDouble("log_e"),
                    r.getDouble("posterior"),
                    new JsonObject(r.getString("document"))));
        }
        return out;
    }
}
