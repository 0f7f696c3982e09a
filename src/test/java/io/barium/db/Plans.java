package io.barium.db;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;

/** How PostgreSQL runs a query. */
public final class Plans {
    private Plans() {}

    /** The query with texts in the place of its parameters, the first one first. */
    public static String with(String sql, String... values) {
        String given = sql;
        for (int i = 0; i < values.length; i++) {
            given = given.replace("$" + (i + 1), values[i]);
        }
        return given;
    }

    /** A connection that merges two tables wherever it can, as PostgreSQL likes to do once both are large. */
    public static SqlConnection merging(Pool pool) {
        SqlConnection connection = pool.getConnection().await();
        for (String other : new String[] {"seqscan", "bitmapscan", "nestloop", "hashjoin"}) {
            connection.query("set enable_" + other + " = off").execute().await();
        }
        return connection;
    }

    /** Rows that the parts of a query have passed on or thrown away. */
    public static long rowsRead(SqlClient client, String sql) {
        Object plan = client.query("explain (analyze, format json) " + sql)
                .execute()
                .await()
                .iterator()
                .next()
                .getValue(0);
        return read(((JsonArray) plan).getJsonObject(0).getJsonObject("Plan"));
    }

    private static long read(JsonObject node) {
        double loops = node.getDouble("Actual Loops");
        double rows = node.getDouble("Actual Rows") + node.getDouble("Rows Removed by Filter", 0.0);
        long below = node.getJsonArray("Plans", new JsonArray()).stream()
                .mapToLong(p -> read((JsonObject) p))
                .sum();
        return below + Math.round(loops * rows);
    }
}
