package io.barium.bench;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: what a service that inserts one row a request would do. Its table has the journal's columns, whichever
 * these are, a key of its own and a unique event id; what it inserts is a row that the service has stored, under new
 * event ids.
 */
final class SingleInserts {
    private static final String EVENT_ID = "event_id";

    /**
     * A column as text: every client can send it, and the server casts it.
     *
     * @param type of PostgreSQL
     * @param value {@code null} for null
     */
    record Column(String name, String type, @Nullable String value) {}

    private static final double WARM_SECONDS = .2;

    private final Vertx vertx;
    private final PostgresAddress database;
    private final List<Column> row;
    private final int eventId;
    private final Object[] values;

    private SingleInserts(Vertx vertx, PostgresAddress database, List<Column> row, Object[] values) {
        this.database = database;
        this.vertx = vertx;
        this.row = row;
        this.values = values;
        this.eventId = IntStream.range(0, row.size())
                .filter(i -> row.get(i).name().equals(EVENT_ID))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Makes the table where it is missing, and copies the newest row of a source.
     *
     * @param database with a journal, in which the table is made
     */
    static SingleInserts open(Vertx vertx, PostgresAddress database, String source) throws IOException {
        Pool pool = Pools.open(vertx, database, 1);
        try {
            return open(vertx, pool, database, source);
        } finally {
            pool.close().await();
        }
    }

    private static SingleInserts open(Vertx vertx, Pool pool, PostgresAddress database, String source)
            throws IOException {
        pool.query("""
                        create table if not exists bench_single (like journal including storage);
                        alter table bench_single drop column if exists seq,
                              add column if not exists id bigint generated always as identity primary key;
                        create unique index if not exists bench_single_event on bench_single (source, event_id)
                        """).execute().await();
        RowSet<Row> columns = pool.query("""
                        select column_name, data_type from information_schema.columns
                        where table_name = 'bench_single' and column_name <> 'id' order by ordinal_position
                        """).execute().await();
        String names = names(columns);
        String texts =
                columns.stream().map(c -> c.getString("column_name") + "::text").collect(Collectors.joining(", "));
        String newest = " from journal where source = $1 order by seq desc limit 1";
        RowSet<Row> found = pool.preparedQuery("select " + texts + newest)
                .execute(Tuple.of(source))
                .await();
        if (found.size() == 0) {
            throw new IOException("the service has stored nothing of source " + source);
        }
        Row typed = pool.preparedQuery("select " + names + newest)
                .execute(Tuple.of(source))
                .await()
                .iterator()
                .next();
        Row text = found.iterator().next();
        List<Column> row = new ArrayList<>();
        Object[] values = new Object[columns.size()];
        for (Row column : columns) {
            int i = row.size();
            String type = column.getString("data_type");
            row.add(new Column(column.getString("column_name"), type, text.getString(i)));
            values[i] = isJson(type) ? text.getString(i) : typed.getValue(i);
        }
        return new SingleInserts(vertx, database, row, values);
    }

    /** One insert a request, so many at once, through a pool of as many. Its connections are gone afterwards. */
    Slice run(int inFlight, double seconds) throws IOException {
        String sql = "insert into bench_single ("
                + row.stream().map(Column::name).collect(Collectors.joining(", "))
                + ") values ("
                + IntStream.range(0, row.size())
                        .mapToObj(i -> "$" + (i + 1) + (isJson(row.get(i).type()) ? "::text::json" : ""))
                        .collect(Collectors.joining(", "))
                + ") on conflict do nothing";
        int length = String.valueOf(row.get(eventId).value()).length();
        Pool pool = Pools.open(vertx, database, inFlight);
        Supplier<@Nullable Future<?>> insert = () -> {
            Object[] fresh = values.clone();
            fresh[eventId] = id(length);
            return pool.preparedQuery(sql).execute(Tuple.wrap(fresh));
        };
        try {
            // Each connection is made and has prepared its statement before the clock starts.
            Lanes.run(inFlight, WARM_SECONDS, insert);
            return Lanes.run(inFlight, seconds, insert);
        } finally {
            pool.close().await();
        }
    }

    /**
     * The same by pgbench with prepared statements; {@code null} where there is no pgbench.
     *
     * @param script where to write its script
     */
    @Nullable
    Slice pgbench(int clients, int seconds, Path script) throws IOException {
        return Pgbench.run(database, row, EVENT_ID, clients, seconds, script);
    }

    private static String names(RowSet<Row> columns) {
        return columns.stream().map(c -> c.getString("column_name")).collect(Collectors.joining(", "));
    }

    private static boolean isJson(String type) {
        return type.equals("json");
    }

    private static String id(int length) {
        byte[] drawn = new byte[length / 2 + 1];
        ThreadLocalRandom.current().nextBytes(drawn);
        return HexFormat.of().formatHex(drawn).substring(0, length);
    }
}
