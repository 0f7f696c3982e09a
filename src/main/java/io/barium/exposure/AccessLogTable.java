package io.barium.exposure;

import static io.barium.db.SqlName.quote;
import static io.barium.db.SqlName.table;

import io.barium.config.AccessLog;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An access log in a table of the support database, which is only ever read. */
final class AccessLogTable {
    private final Pool support;
    private final String first;
    private final String next;
    private final String idColumn;

    /**
     * Some rows of it.
     *
     * @param rows in the log's order
     * @param last position of the last one; {@code null} where there are none
     * @param newest the latest time among them; {@code null} where none has one
     */
    record Part(
            List<LogRow> rows,
            @Nullable String last,
            @Nullable Instant newest) {}

    AccessLogTable(Pool support, AccessLog log) {
        this.support = support;
        this.idColumn = log.id();
        this.first = select(log, "");
        // The position travels as JSON and takes the column's own type.
        this.next = select(
                log,
                " where l." + quote(log.id()) + " > (json_populate_record(null::" + table(log.table()) + ", $2::json))."
                        + quote(log.id()));
    }

    private static String select(AccessLog log, String where) {
        String name =
                log.names() == null ? "null::text" : "n." + quote(log.names().name()) + "::text";
        String names = log.names() == null || log.agent() == null
                ? ""
                : " left join " + table(log.names().table()) + " n on n."
                        + quote(log.names().key()) + "::text = l." + quote(log.agent()) + "::text";
        String at = quote(log.at());
        return "select l." + quote(log.id()) + "::text as id, case when isfinite(l." + at
                + ") then (extract(epoch from l."
                + at + ") * 1000000)::bigint end as at" + field(log.action(), LogFields.ACTION)
                + field(log.row(), LogFields.ROW) + field(log.agent(), LogFields.AGENT)
                + field(log.queue(), LogFields.QUEUE) + field(log.export(), LogFields.EXPORT)
                + field(log.integration(), LogFields.INTEGRATION) + ", "
                + (names.isEmpty() ? "null::text" : name) + " as \"" + LogFields.AGENT_NAME + "\" from (select * from "
                + table(log.table()) + " l" + where + " order by l." + quote(log.id()) + " limit $1) l" + names
                + " order by l." + quote(log.id());
    }

    private static String field(@Nullable String column, String field) {
        return ", " + (column == null ? "null" : "l." + quote(column)) + "::text as \"" + field + "\"";
    }

    /**
     * The rows behind a position.
     *
     * @param position {@code null} for the log's begin
     */
    Future<Part> read(@Nullable String position, int limit) {
        var found = position == null
                ? support.preparedQuery(first).execute(Tuple.of(limit))
                : support.preparedQuery(next).execute(Tuple.of(limit, new JsonObject().put(idColumn, position)));
        return found.map(rows -> {
            List<LogRow> out = new ArrayList<>(rows.size());
            String last = null;
            Instant newest = null;
            for (Row r : rows) {
                Long micros = r.getLong("at");
                Instant at = micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
                last = r.getString("id");
                out.add(LogFields.read(
                        last.matches("[0-9]{1,18}") ? Long.parseLong(last) : out.size() + 1L,
                        f -> f.equals(LogFields.AT) ? (at == null ? null : at.toString()) : r.getString(f)));
                newest = at != null && (newest == null || at.isAfter(newest)) ? at : newest;
            }
            return new Part(out, last, newest);
        });
    }
}
