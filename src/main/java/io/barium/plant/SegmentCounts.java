package io.barium.plant;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many real customers each segment of a support system has, kept for verdicts to say how many a leak concerns. */
public final class SegmentCounts {
    private final Pool barium;
    private final SupportSystem support;
    private final String system;
    private final Clock clock;

    /**
     * Counts of a system.
     *
     * @param bariumPool on Barium's own database
     * @param system name of the support system in plantings
     */
    public SegmentCounts(Pool bariumPool, SupportSystem support, String system, Clock clock) {
        this.barium = bariumPool;
        this.support = support;
        this.system = system;
        this.clock = clock;
    }

    /**
     * Counts anew. When counting fails, the counts of last time stay.
     *
     * @return how many segments there are
     */
    public Future<Integer> refresh() {
        OffsetDateTime at = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return planted()
                .compose(support::customersBySegment)
                .compose(counts ->
                        barium.withTransaction(c -> store(c, counts, at)).map(counts.size()));
    }

    /**
     * Counts anew where something is planted and the last counting is older.
     *
     * @param age of the last counting
     */
    public Future<Void> refreshAfter(Duration age) {
        return barium.preparedQuery("""
                        select exists (select 1 from planting where system = $1 and state <> 'INTENDED') as planted,
                               (select max(counted_at) from segment_count where system = $1) as counted_at
                        """).execute(Tuple.of(system)).compose(rows -> {
            Row r = rows.iterator().next();
            OffsetDateTime last = r.getOffsetDateTime("counted_at");
            boolean due = last == null || !last.toInstant().plus(age).isAfter(clock.instant());
            return due && r.getBoolean("planted") ? refresh().mapEmpty() : Future.succeededFuture();
        });
    }

    /** Retired rows too: some stay as empty shells. */
    private Future<List<String>> planted() {
        return barium.preparedQuery("select row_key from planting where system = $1 and row_key is not null")
                .execute(Tuple.of(system))
                .map(rows -> {
                    List<String> keys = new ArrayList<>();
                    rows.forEach(r -> keys.add(r.getString("row_key")));
                    return keys;
                });
    }

    private Future<Void> store(SqlConnection c, Map<String, Long> counts, OffsetDateTime at) {
        JsonArray rows = new JsonArray();
        counts.forEach((segment, customers) ->
                rows.add(new JsonObject().put("segment", segment).put("customers", customers)));
        // Under the registry's lock, so that countings are numbered in order of commit.
        return c.query("select pg_advisory_xact_lock(7093856225)")
                .execute()
                .compose(locked -> c.preparedQuery(
                                "insert into segment_count (system, counting, segment, customers, counted_at)"
                                        + " select $2, (select nextval('segment_counting')), segment, customers, $3"
                                        + " from json_to_recordset($1::json) as r(segment text, customers bigint)")
                        .execute(Tuple.of(rows, system, at)))
                .mapEmpty();
    }
}
