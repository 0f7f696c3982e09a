package io.barium.plant;

import io.barium.config.Settings;
import io.barium.persona.CustomerRow;
import io.barium.persona.TableProfile;
import io.barium.persona.TicketGap;
import io.barium.persona.TicketRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A support system that keeps its customers and tickets in PostgreSQL; its names come from the mapping. */
public final class PostgresSupport implements SupportSystem {
    /** A count of many millions may scan for minutes; it must not for ever. */
    private static final String COUNT_PATIENCE = "5min";

    private final Pool pool;
    private final SupportSql sql;

    /**
     * A support system.
     *
     * @param supportPool on the support database, never on Barium's own
     * @param mapping its table and column names
     */
    public PostgresSupport(Pool supportPool, Settings.Mapping mapping) {
        this.pool = supportPool;
        this.sql = new SupportSql(mapping);
    }

    @Override
    public Future<TableProfile> profile(int customers, int gaps, long seed) {
        String salt = Long.toString(seed);
        return pool.withTransaction(c -> c.preparedQuery(sql.sampleCustomers())
                .execute(Tuple.of(salt, customers))
                .compose(found -> withTickets(c, found))
                .compose(rows -> c.preparedQuery(sql.sampleGaps())
                        .execute(Tuple.of(salt, gaps))
                        .map(g -> new TableProfile(rows, gaps(g)))));
    }

    private Future<List<CustomerRow>> withTickets(SqlConnection c, RowSet<Row> customers) {
        List<String> keys = new ArrayList<>();
        customers.forEach(r -> keys.add(r.getString("key")));
        return c.preparedQuery(sql.ticketsOf())
                .execute(Tuple.of(keys.toArray(String[]::new)))
                .map(found -> {
                    Map<String, List<TicketRow>> tickets = new HashMap<>();
                    found.forEach(r -> tickets.computeIfAbsent(r.getString("customer"), k -> new ArrayList<>())
                            .add(ticket(r)));
                    List<CustomerRow> rows = new ArrayList<>();
                    customers.forEach(r -> rows.add(customer(r, tickets.getOrDefault(r.getString("key"), List.of()))));
                    return rows;
                });
    }

    @Override
    public Future<List<String>> insert(List<CustomerRow> rows) {
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        JsonArray customers = new JsonArray();
        rows.forEach(r -> customers.add(RowJson.renamed(RowJson.write(r), sql.customerColumns())));
        return pool.withTransaction(c -> c.preparedQuery(sql.insertCustomers())
                .execute(Tuple.of(customers))
                .map(PostgresSupport::keys)
                .compose(keys -> c.preparedQuery(sql.insertTickets())
                        .execute(Tuple.of(tickets(rows, keys)))
                        .map(done -> inOrder(rows, keys))));
    }

    private JsonArray tickets(List<CustomerRow> rows, Map<String, String> keys) {
        JsonArray out = new JsonArray();
        for (CustomerRow row : rows) {
            for (TicketRow ticket : row.tickets()) {
                JsonObject fields = RowJson.write(ticket).put("customer", keys.get(row.email()));
                out.add(RowJson.renamed(fields, sql.ticketColumns()));
            }
        }
        return out;
    }

    private static List<String> inOrder(List<CustomerRow> rows, Map<String, String> keys) {
        return rows.stream()
                .map(r -> Objects.requireNonNull(keys.get(r.email()), "a row came back without its address"))
                .toList();
    }

    @Override
    public Future<Map<String, String>> find(List<String> emails) {
        return pool.preparedQuery(sql.find())
                .execute(Tuple.of(emails.toArray(String[]::new)))
                .map(PostgresSupport::keys);
    }

    @Override
    public Future<Void> remove(List<String> keys) {
        return remove(keys, sql.removeCustomers())
                .recover(failed -> isReferred(failed) ? oneByOne(keys) : Future.failedFuture(failed));
    }

    private Future<Void> oneByOne(List<String> keys) {
        Future<Void> last = Future.succeededFuture();
        for (String key : keys) {
            last = last.compose(done -> remove(List.of(key), sql.removeCustomers())
                    .recover(failed -> isReferred(failed)
                            ? remove(List.of(key), sql.emptyCustomers())
                            : Future.failedFuture(failed)));
        }
        return last;
    }

    private Future<Void> remove(List<String> keys, String customers) {
        Tuple rows = Tuple.of(keys.toArray(String[]::new));
        return pool.withTransaction(c -> c.preparedQuery(sql.removeTickets())
                .execute(rows)
                .compose(gone -> c.preparedQuery(customers).execute(rows))
                .mapEmpty());
    }

    private static boolean isReferred(Throwable failed) {
        return failed instanceof PgException e && "23503".equals(e.getSqlState()); // foreign_key_violation
    }

    @Override
    public Future<Map<String, Long>> customersBySegment(List<String> planted) {
        return pool.withTransaction(c -> c.query("set transaction isolation level repeatable read, read only")
                .execute()
                .compose(set -> c.query("set local statement_timeout = '" + COUNT_PATIENCE + "'")
                        .execute())
                .compose(set -> count(c, sql.customersBySegment(), planted))
                .compose(counts -> count(c, sql.customersByQueue(), planted).map(queues -> {
                    counts.putAll(queues);
                    return counts;
                })));
    }

    private static Future<Map<String, Long>> count(SqlConnection c, String statement, List<String> planted) {
        if (statement.isEmpty()) {
            return Future.succeededFuture(new TreeMap<>());
        }
        return c.preparedQuery(statement)
                .execute(Tuple.of(planted.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, Long> counts = new TreeMap<>();
                    rows.forEach(r -> counts.put(r.getString("segment"), r.getLong("customers")));
                    return counts;
                });
    }

    private static Map<String, String> keys(RowSet<Row> rows) {
        Map<String, String> keys = new HashMap<>();
        rows.forEach(r -> keys.put(r.getString("email"), r.getString("key")));
        return keys;
    }

    private static List<TicketGap> gaps(RowSet<Row> rows) {
        List<TicketGap> gaps = new ArrayList<>();
        rows.forEach(r -> gaps.add(new TicketGap(
                r.getString("prefix"),
                r.getInteger("width"),
                r.getLong("n"),
                r.getLong("next_n"),
                instant(r, "at"),
                instant(r, "next_at"))));
        return gaps;
    }

    private static CustomerRow customer(Row r, List<TicketRow> tickets) {
        return new CustomerRow(
                text(r, "givenName"),
                text(r, "familyName"),
                text(r, "email"),
                text(r, "phone"),
                text(r, "locale"),
                text(r, "segment"),
                text(r, "product"),
                text(r, "street"),
                text(r, "city"),
                text(r, "postcode"),
                text(r, "country"),
                instant(r, "createdAt"),
                tickets);
    }

    private static TicketRow ticket(Row r) {
        return new TicketRow(
                r.getString("number"),
                text(r, "queue"),
                text(r, "agent"),
                text(r, "subject"),
                text(r, "status"),
                instant(r, "createdAt"));
    }

    private static @Nullable String text(Row r, String column) {
        return r.getColumnIndex(column) < 0 ? null : r.getString(column);
    }

    private static @Nullable Instant instant(Row r, String column) {
        Double seconds = r.getColumnIndex(column) < 0 ? null : r.getDouble(column);
        return seconds == null ? null : Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
}
