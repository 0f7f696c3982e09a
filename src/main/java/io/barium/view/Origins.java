package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Through what planted rows were reached. */
public final class Origins {
    private static final String SELECT = """
            select o.id, o.key, o.kind, o.label, x.exposures, x.plantings, x.first_at, x.last_at
            from origin o cross join lateral (
                select count(*) as exposures, count(distinct e.planting_id) as plantings,
                    min(e.at) as first_at, max(e.at) as last_at
                from exposure e where e.origin_id = o.id) x
            where o.id > $1 and ($2::text is null or o.kind = $2)
            order by o.id limit $3
            """;

    private final Pool pool;

    public Origins(Pool pool) {
        this.pool = pool;
    }

    /**
     * In the order of becoming known, from behind {@code after}.
     *
     * @param kind only this one; {@code null} for all
     */
    public Future<Page<OriginView>> list(@Nullable String kind, long after, int limit) {
        return pool.preparedQuery(SELECT)
                .execute(Tuple.of(after, kind, limit + 1))
                .map(rows -> {
                    List<OriginView> origins = new ArrayList<>();
                    rows.forEach(row -> origins.add(view(row)));
                    return Page.of(origins, limit, OriginView::id);
                });
    }

    private static OriginView view(Row row) {
        OffsetDateTime first = row.getOffsetDateTime("first_at");
        OffsetDateTime last = row.getOffsetDateTime("last_at");
        return new OriginView(
                row.getLong("id"),
                row.getString("key"),
                row.getString("kind"),
                row.getString("label"),
                row.getLong("exposures"),
                row.getLong("plantings"),
                first == null ? null : first.toInstant(),
                last == null ? null : last.toInstant());
    }
}
