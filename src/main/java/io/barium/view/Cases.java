package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cases; their timelines are {@link Contacts#ofCase}. */
public final class Cases {
    private static final String SELECT = """
            select id, state, opened_at, last_contact_at, contacts, closed_at,
                (select reason from legal_hold h where h.case_id = id) as legal_hold
            from support_case
            """;

    private final Pool pool;

    public Cases(Pool pool) {
        this.pool = pool;
    }

    /**
     * Newest first.
     *
     * @param after id of the last case seen; {@code null} for the newest
     */
    public Future<Page<CaseView>> list(@Nullable Long after, int limit) {
        return pool.preparedQuery(SELECT + "where id < $1 order by id desc limit $2")
                .execute(Tuple.of(after == null ? Long.MAX_VALUE : after, limit + 1))
                .map(rows -> {
                    List<CaseView> cases = new ArrayList<>();
                    rows.forEach(row -> cases.add(view(row)));
                    return Page.of(cases, limit, CaseView::id);
                });
    }

    public Future<Optional<CaseView>> get(long id) {
        return first(SELECT + "where id = $1", Tuple.of(id));
    }

    /** The case that new contacts join. */
    public Future<Optional<CaseView>> open() {
        return first(SELECT + "where state = 'OPEN'", Tuple.tuple());
    }

    private Future<Optional<CaseView>> first(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(view(rows.iterator().next())));
    }

    private static CaseView view(Row row) {
        OffsetDateTime closed = row.getOffsetDateTime("closed_at");
        return new CaseView(
                row.getLong("id"),
                row.getString("state"),
                row.getOffsetDateTime("opened_at").toInstant(),
                row.getOffsetDateTime("last_contact_at").toInstant(),
                row.getInteger("contacts"),
                closed == null ? null : closed.toInstant(),
                row.getString("legal_hold"));
    }
}
