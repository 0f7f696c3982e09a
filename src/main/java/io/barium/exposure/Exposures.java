package io.barium.exposure;

import io.barium.inference.OriginKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is known of accesses to planted rows, for the inference. */
public final class Exposures {
    private static final String UP_TO = """
            select o.key, o.kind, o.label, e.planting_id, min(e.at) as first_at
            from exposure e join origin o on o.id = e.origin_id
            where e.id <= $1
            group by o.id, e.planting_id
            order by o.key collate "C", e.planting_id
            """;

    private Exposures() {}

    /**
     * The first access through an origin to a planted row.
     *
     * @param originKey such as {@code queue:billing} or {@code agent:7f3a...}
     * @param label what people call it; for an agent the pseudonym
     * @param planting id of the planting
     */
    public record Access(String originKey, OriginKind kind, String label, long planting, Instant firstAt) {}

    /**
     * The newest exposure. What is committed later has a higher number, whatever transaction is open now, so
     * {@link #upTo} this mark gives the same for ever.
     */
    public static Future<Long> mark(SqlClient client) {
        return client.preparedQuery("select coalesce(max(id), 0) as mark from exposure")
                .execute()
                .map(rows -> rows.iterator().next().getLong("mark"));
    }

    /**
     * First accesses among the exposures up to a mark, one an origin and planting, ordered by both.
     *
     * @param mark answered by {@link #mark}
     */
    public static Future<List<Access>> upTo(SqlClient client, long mark) {
        return client.preparedQuery(UP_TO).execute(Tuple.of(mark)).map(rows -> {
            List<Access> accesses = new ArrayList<>(rows.size());
            rows.forEach(r -> accesses.add(new Access(
                    r.getString("key"),
                    OriginKind.valueOf(r.getString("kind")),
                    r.getString("label"),
                    r.getLong("planting_id"),
                    r.getOffsetDateTime("first_at").toInstant())));
            return accesses;
        });
    }
}
