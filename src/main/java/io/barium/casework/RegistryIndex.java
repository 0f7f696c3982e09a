package io.barium.casework;

import io.barium.model.TokenKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token index and how far in the registry it is. Notations are numbered in the order of their commits, so one look
 * at the newest number tells whether anything is missing, and what was read up to a number is complete up to it. The
 * row of the last number is looked at too: when it is not what it was, the database is another one (restored, or
 * emptied and filled again), and everything is read anew. Of two refreshes at once only the newer one goes on.
 */
final class RegistryIndex {
    private static final Logger log = LoggerFactory.getLogger(RegistryIndex.class);
    private static final int PAGE = 20_000;
    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private TokenIndex index = new TokenIndex();
    private boolean loaded;
    private long upTo;
    private long lastHash;
    private long lastToken;
    /** Of the newest refresh. */
    private long turn;
    /** The newest ordering of the index, on another thread. */
    private Future<Void> settling = Future.succeededFuture();

    RegistryIndex(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Whether it has been read once. */
    boolean loaded() {
        return loaded;
    }

    /** The index as of the last refresh. */
    TokenIndex index() {
        return index;
    }

    /**
     * Reads what is missing; sends its first statement at once. Whatever refresh is still under way, such as that of a
     * batch that failed meanwhile or whose connection was lost, fails and leaves the index alone from now on.
     */
    Future<Void> refresh(SqlClient client) {
        long mine;
        Future<Void> ordering;
        synchronized (this) {
            mine = ++turn;
            ordering = settling;
        }
        return ordering.isComplete() ? look(client, mine) : ordering.transform(ordered -> look(client, mine));
    }

    private Future<Void> look(SqlClient client, long mine) {
        return client.preparedQuery("""
                        select (select coalesce(max(n), 0) from token_key) as newest, k.kind, k.key, k.token_id
                        from (values ($1::bigint)) as at(n) left join token_key k on k.n = at.n
                        """)
                .execute(Tuple.of(upTo))
                .compose(rows -> inTurn(mine, () -> {
                    Row r = rows.iterator().next();
                    long newest = r.getLong("newest");
                    if (upTo > 0 && !isLast(r)) {
                        log.warn("the registry is another one than before: reading it anew");
                        index = new TokenIndex();
                        upTo = 0;
                    }
                    loaded |= newest == upTo;
                    return newest == upTo ? Future.succeededFuture() : load(client, newest, mine);
                }));
    }

    private synchronized Future<Void> inTurn(long mine, Supplier<Future<Void>> step) {
        return mine == turn ? step.get() : Future.failedFuture("another refresh of the registry has begun");
    }

    private boolean isLast(Row r) {
        String kind = r.getString("kind");
        return kind != null
                && r.getLong("token_id") == lastToken
                && index.hash(TokenKind.valueOf(kind), r.getString("key")) == lastHash;
    }

    private Future<Void> load(SqlClient client, long newest, long mine) {
        if (newest - upTo < PAGE) {
            return page(client, mine);
        }
        return client.preparedQuery("select count(*) from token_key where n > $1")
                .execute(Tuple.of(upTo))
                .compose(rows -> inTurn(mine, () -> {
                    index.expect(rows.iterator().next().getLong(0));
                    return page(client, mine);
                }))
                .eventually(() -> inTurn(mine, this::settle))
                .onSuccess(v -> log.info("registry read notations={}", index.size()));
    }

    private Future<Void> settle() {
        TokenIndex read = index;
        settling = vertx.executeBlocking(() -> {
            read.settle();
            return null;
        });
        return settling;
    }

    private Future<Void> page(SqlClient client, long mine) {
        return client.preparedQuery("select n, kind, key, token_id from token_key where n > $1 order by n limit $2")
                .execute(Tuple.of(upTo, PAGE))
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .compose(rows -> inTurn(mine, () -> {
                    take(rows);
                    loaded |= rows.size() < PAGE;
                    return rows.size() < PAGE ? Future.succeededFuture() : page(client, mine);
                }));
    }

    private void take(RowSet<Row> rows) {
        for (Row r : rows) {
            TokenKind kind = TokenKind.valueOf(r.getString("kind"));
            lastToken = r.getLong("token_id");
            lastHash = index.hash(kind, r.getString("key"));
            index.add(lastHash, Math.toIntExact(lastToken));
            upTo = r.getLong("n");
        }
    }
}
