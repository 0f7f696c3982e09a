package io.barium.fetch;

import io.barium.provider.kit.Fetch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements behind {@link FetchWorker}. */
final class FetchTable {
    private static final String POINTING = """
            select seq, source, thread, received_at, transport from journal
            where transport like '%"fetch":[%' and seq > $1 order by seq limit $2
            """;
    private static final String ENLIST = """
            insert into content_fetch (seq, source, thread, kind, url, context, first_at, due_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing
            """;
    private static final String CLAIM = """
            update content_fetch set attempts = attempts + 1, due_at = $1
            where id in (select id from content_fetch where state = 'WAITING' and due_at <= $2
                         order by due_at limit $3 for update skip locked)
            returning id, seq, source, thread, kind, url, context, attempts, first_at
            """;

    private final Pool pool;

    FetchTable(Pool pool) {
        this.pool = pool;
    }

    /** Takes over what the journal points to; the number of rows looked at. Somebody else's turn counts as none. */
    Future<Integer> enlist(int rows) {
        return pool.withTransaction(tx -> tx.query("select seq from fetch_cursor for update skip locked")
                .execute()
                .compose(cursor -> cursor.size() == 0
                        ? Future.succeededFuture(0)
                        : enlist(tx, cursor.iterator().next().getLong("seq"), rows)));
    }

    private static Future<Integer> enlist(SqlConnection tx, long after, int rows) {
        return tx.preparedQuery(POINTING).execute(Tuple.of(after, rows)).compose(found -> {
            if (found.size() == 0) {
                return Future.succeededFuture(0);
            }
            List<Tuple> tasks = new ArrayList<>();
            long last = after;
            for (Row row : found) {
                last = row.getLong("seq");
                tasks.addAll(tasks(row));
            }
            Future<?> enlisted = tasks.isEmpty()
                    ? Future.succeededFuture()
                    : tx.preparedQuery(ENLIST).executeBatch(tasks);
            long upTo = last;
            return enlisted.compose(v ->
                            tx.preparedQuery("update fetch_cursor set seq = $1").execute(Tuple.of(upTo)))
                    .map(v -> found.size());
        });
    }

    private static List<Tuple> tasks(Row row) {
        List<Tuple> out = new ArrayList<>();
        // A header of that name looks the same to the index, and stands deeper.
        JsonArray fetches = new JsonObject(row.getString("transport")).getJsonArray("fetch", new JsonArray());
        for (int i = 0; i < fetches.size(); i++) {
            JsonObject fetch = fetches.getJsonObject(i);
            out.add(Tuple.of(
                    row.getLong("seq"),
                    row.getString("source"),
                    row.getString("thread"),
                    fetch.getString("kind"),
                    fetch.getString("url"),
                    fetch.getJsonObject("context").encode(),
                    row.getOffsetDateTime("received_at")));
        }
        return out;
    }

    /** Tasks that are due, leased to the caller for a while. */
    Future<List<FetchTask>> claim(Instant now, Duration lease, int most) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(now.plus(lease).atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC), most))
                .map(rows -> {
                    List<FetchTask> tasks = new ArrayList<>();
                    for (Row row : rows) {
                        Map<String, String> context = new HashMap<>();
                        new JsonObject(row.getString("context"))
                                .forEach(e -> context.put(e.getKey(), String.valueOf(e.getValue())));
                        tasks.add(new FetchTask(
                                row.getLong("id"),
                                row.getLong("seq"),
                                row.getString("source"),
                                row.getString("thread"),
                                new Fetch(row.getString("kind"), row.getString("url"), Map.copyOf(context)),
                                row.getInteger("attempts"),
                                row.getOffsetDateTime("first_at").toInstant()));
                    }
                    return tasks;
                });
    }

    /** More to fetch for the same contact, which what was fetched points to. */
    Future<Void> add(FetchTask of, List<Fetch> fetches, Instant now) {
        if (fetches.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> tasks = new ArrayList<>();
        for (Fetch fetch : fetches) {
            tasks.add(Tuple.of(
                    of.seq(),
                    of.source(),
                    of.thread(),
                    fetch.kind(),
                    fetch.url(),
                    new JsonObject(new HashMap<>(fetch.context())).encode(),
                    now.atOffset(ZoneOffset.UTC)));
        }
        return pool.preparedQuery(ENLIST).executeBatch(tasks).mapEmpty();
    }

    Future<Void> done(FetchTask task) {
        return pool.preparedQuery("update content_fetch set state = 'DONE', last_error = null where id = $1")
                .execute(Tuple.of(task.id()))
                .mapEmpty();
    }

    Future<Void> failed(FetchTask task, String why, boolean givenUp, Instant nextAt) {
        return pool.preparedQuery("update content_fetch set state = $2, last_error = $3, due_at = $4 where id = $1")
                .execute(Tuple.of(task.id(), givenUp ? "GIVEN_UP" : "WAITING", why, nextAt.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }
}
