package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Messages that were given up, in the order in which they were decided. */
public final class DeadLetters {
    private final Pool pool;

    public DeadLetters(Pool pool) {
        this.pool = pool;
    }

    /**
     * A page.
     *
     * @param after number of the last one seen; 0 for the first page
     */
    public Future<Page<DeadLetterView>> list(long after, int limit) {
        return pool.preparedQuery("""
                select number, id, channel, topic, created_at, settled_at, attempts, coalesce(last_error, '') as reason,
                       coalesce(payload ->> 'subject', payload -> 'data' ->> 'subject', '') as subject
                from outbox where state = 'DEAD' and number > $1 order by number limit $2
                """).execute(Tuple.of(after, limit + 1)).map(rows -> {
            List<DeadLetterView> found = new ArrayList<>();
            rows.forEach(r -> found.add(new DeadLetterView(
                    r.getLong("number"),
                    r.getUUID("id"),
                    r.getString("channel"),
                    r.getString("topic"),
                    r.getString("subject"),
                    r.getOffsetDateTime("created_at").toInstant(),
                    r.getOffsetDateTime("settled_at").toInstant(),
                    r.getInteger("attempts"),
                    r.getString("reason"))));
            return Page.of(found, limit, DeadLetterView::number);
        });
    }
}
