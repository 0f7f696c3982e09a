package io.barium.exposure;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How far an access log has been read. Rows get their numbers before they are committed, so what has been read counts
 * as settled only when it was read once more, {@link #OPEN_TRANSACTIONS} later; until then each reading begins before
 * it.
 *
 * @param settled nothing up to here is read again; {@code null} for nothing at all
 * @param pending read up to here at {@code pendingAt}; {@code null} when nothing is
 */
record LogCursor(@Nullable String settled, @Nullable String pending, Instant pendingAt) {
    /** No transaction that writes an access log is open for longer. */
    static final Duration OPEN_TRANSACTIONS = Duration.ofMinutes(10);

    /** After a reading from {@link #settled} on. */
    LogCursor readTo(String position, Instant now) {
        if (pending == null) {
            return new LogCursor(settled, position, now);
        }
        return now.isBefore(pendingAt.plus(OPEN_TRANSACTIONS)) ? this : new LogCursor(pending, position, now);
    }

    static Future<LogCursor> load(Pool barium, String system, String log, Instant now) {
        return barium.preparedQuery(
                        "select settled, pending, pending_at from access_log_cursor where system = $1 and log = $2")
                .execute(Tuple.of(system, log))
                .map(rows -> {
                    if (rows.size() == 0) {
                        return new LogCursor(null, null, now);
                    }
                    Row r = rows.iterator().next();
                    return new LogCursor(
                            r.getString("settled"),
                            r.getString("pending"),
                            r.getOffsetDateTime("pending_at").toInstant());
                });
    }

    Future<Void> save(Pool barium, String system, String log) {
        OffsetDateTime at = pendingAt.atOffset(ZoneOffset.UTC);
        return barium.preparedQuery("""
                        insert into access_log_cursor (system, log, settled, pending, pending_at)
                        values ($1, $2, $3, $4, $5) on conflict (system, log) do update set
                            settled = excluded.settled, pending = excluded.pending, pending_at = excluded.pending_at
                        """)
                .execute(Tuple.of(system, log, settled, pending, at))
                .mapEmpty();
    }
}
