package io.barium.view;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** What is planted where. */
public final class Plantings {
    private static final String SELECT = """
            select l.id, l.persona_id, p.locale, p.given_name, p.family_name, l.system, l.state, l.row_key, l.segments,
                array(select t.id from token t where t.persona_id = l.persona_id order by t.id) as token_ids,
                l.intended_at, l.planted_at, l.retired_at
            from planting l join persona p on p.id = l.persona_id
            where l.id > $1 order by l.id limit $2
            """;

    private final Pool pool;

    public Plantings(Pool pool) {
        this.pool = pool;
    }

    /** In the order of planting, from behind {@code after}. */
    public Future<Page<PlantingView>> list(long after, int limit) {
        return pool.preparedQuery(SELECT).execute(Tuple.of(after, limit + 1)).map(rows -> {
            List<PlantingView> plantings = new ArrayList<>();
            rows.forEach(row -> plantings.add(view(row)));
            return Page.of(plantings, limit, PlantingView::id);
        });
    }

    private static PlantingView view(Row row) {
        OffsetDateTime planted = row.getOffsetDateTime("planted_at");
        OffsetDateTime retired = row.getOffsetDateTime("retired_at");
        return new PlantingView(
                row.getLong("id"),
                row.getLong("persona_id"),
                row.getString("locale"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("system"),
                row.getString("state"),
                row.getString("row_key"),
                row.get(JsonObject.class, "segments"),
                List.of(row.getArrayOfLongs("token_ids")),
                row.getOffsetDateTime("intended_at").toInstant(),
                planted == null ? null : planted.toInstant(),
                retired == null ? null : retired.toInstant());
    }
}
