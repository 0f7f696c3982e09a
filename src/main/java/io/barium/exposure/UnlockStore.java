package io.barium.exposure;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Unlocks and sealed names as they are stored. */
final class UnlockStore {
    private static final String COLUMNS =
            "u.id, u.case_id, o.key, u.reason, u.requested_by, u.requested_at, u.approved_by, u.approved_at";
    private static final String VALID = "select " + COLUMNS + """
             from name_unlock u join origin o on o.id = u.origin_id
            where u.case_id = $1 and o.key = $2 and coalesce(u.approved_at, u.requested_at) > $3
            order by u.id desc
            """;
    private static final String INSERT = """
            with u as (insert into name_unlock (case_id, origin_id, reason, requested_by, requested_at)
                       select $1, id, $3, $4, $5 from origin where key = $2 returning *)
            select\s""" + COLUMNS + " from u join origin o on o.id = u.origin_id";
    private static final String APPROVE = """
            with u as (update name_unlock set approved_by = $2, approved_at = $3
                       where id = $1 and approved_by is null returning *)
            select\s""" + COLUMNS + " from u join origin o on o.id = u.origin_id";

    private final Pool pool;
    private final Duration validity;

    UnlockStore(Pool pool, Duration validity) {
        this.pool = pool;
        this.validity = validity;
    }

    /** Whether there is such a case and such an agent. */
    Future<Boolean> known(long caseId, String origin) {
        return pool.preparedQuery("select exists (select from support_case where id = $1)"
                        + " and exists (select from origin where key = $2 and kind = 'AGENT') as known")
                .execute(Tuple.of(caseId, origin))
                .map(rows -> rows.iterator().next().getBoolean("known"));
    }

    /** Unlocks that have not expired, newest first. */
    Future<List<Unlock>> valid(long caseId, String origin, Instant now) {
        return pool.preparedQuery(VALID)
                .execute(Tuple.of(caseId, origin, utc(now.minus(validity))))
                .map(this::unlocks);
    }

    Future<Unlock> insert(long caseId, String origin, String reason, String by, Instant now) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(caseId, origin, reason, by, utc(now)))
                .map(rows -> unlocks(rows).get(0));
    }

    /** Empty where it was approved already. */
    Future<Optional<Unlock>> approve(long id, String by, Instant now) {
        return pool.preparedQuery(APPROVE)
                .execute(Tuple.of(id, by, utc(now)))
                .map(rows -> unlocks(rows).stream().findFirst());
    }

    /** What is sealed of an agent. */
    Future<byte[]> sealed(String origin) {
        return pool.preparedQuery("select sealed from origin where key = $1")
                .execute(Tuple.of(origin))
                .map(rows -> rows.iterator().next().get(Buffer.class, "sealed").getBytes());
    }

    private List<Unlock> unlocks(RowSet<Row> rows) {
        List<Unlock> unlocks = new ArrayList<>();
        for (Row r : rows) {
            OffsetDateTime approved = r.getOffsetDateTime("approved_at");
            OffsetDateTime from = approved == null ? r.getOffsetDateTime("requested_at") : approved;
            unlocks.add(new Unlock(
                    r.getLong("id"),
                    r.getLong("case_id"),
                    r.getString("key"),
                    r.getString("reason"),
                    r.getString("requested_by"),
                    r.getString("approved_by"),
                    from.toInstant().plus(validity)));
        }
        return unlocks;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
