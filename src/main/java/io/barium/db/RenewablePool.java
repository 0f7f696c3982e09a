package io.barium.db;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collector;

/**
 * A pool whose connections can be left behind. When a server is gone without a word, TCP waits for its answer for a
 * quarter of an hour, and so does the client, which closes no connection that owes it one. Somebody who knows sooner
 * calls {@link #renew}.
 */
public final class RenewablePool implements Pool {
    private static final String LEFT = "the database does not answer, its connections were left (database.url)";

    private final Vertx vertx;
    private final Supplier<Pool> opener;
    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile Pool now;

    /** Somebody who waits for an answer, on a context. */
    private record Waiting<T>(Context context, Promise<T> answer) {}

    /**
     * Opens the first one.
     *
     * @param opener of a pool, each time it is asked
     */
    RenewablePool(Vertx vertx, Supplier<Pool> opener) {
        this.vertx = vertx;
        this.opener = opener;
        this.now = opener.get();
    }

    /**
     * Leaves all connections and makes new ones. Whoever waits for an answer is told that there will be none, as when a
     * connection breaks: nobody knows whether what was asked has been done. From any thread.
     */
    public void renew() {
        Pool left = now;
        now = opener.get();
        for (Waiting<?> w : waiting) {
            w.context().runOnContext(v -> w.answer().tryFail(LEFT));
        }
        // Whoever is not answered keeps his connection until TCP gives it up; the others end now.
        left.close();
    }

    /** Noted before the pool is looked at, so that nobody waits for one that was left. */
    private <T> Future<T> ask(Function<Pool, Future<T>> question) {
        Waiting<T> asker = new Waiting<>(vertx.getOrCreateContext(), Promise.promise());
        waiting.add(asker);
        Future.succeededFuture().compose(v -> question.apply(now)).onComplete(done -> {
            waiting.remove(asker);
            if (done.succeeded()) {
                asker.answer().tryComplete(done.result());
            } else {
                asker.answer().tryFail(done.cause());
            }
        });
        return asker.answer().future();
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return ask(Pool::getConnection);
    }

    @Override
    public <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
        return ask(pool -> pool.withConnection(work));
    }

    @Override
    public <T> Future<T> withTransaction(Function<SqlConnection, Future<T>> work) {
        return ask(pool -> pool.withTransaction(work));
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new Plain<>(pool -> pool.query(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new Prepared<>(pool -> pool.preparedQuery(sql));
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return new Prepared<>(pool -> pool.preparedQuery(sql, options));
    }

    @Override
    public int size() {
        return now.size();
    }

    @Override
    public Future<Void> close() {
        return now.close();
    }

    private final class Plain<T> implements Query<T> {
        private final Function<Pool, Query<T>> query;

        Plain(Function<Pool, Query<T>> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return ask(pool -> query.apply(pool).execute());
        }

        @Override
        public <R> Query<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Plain<>(pool -> query.apply(pool).collecting(collector));
        }

        @Override
        public <U> Query<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Plain<>(pool -> query.apply(pool).mapping(mapper));
        }
    }

    private final class Prepared<T> implements PreparedQuery<T> {
        private final Function<Pool, PreparedQuery<T>> query;

        Prepared(Function<Pool, PreparedQuery<T>> query) {
            this.query = query;
        }

        @Override
        public Future<T> execute() {
            return ask(pool -> query.apply(pool).execute());
        }

        @Override
        public Future<T> execute(Tuple values) {
            return ask(pool -> query.apply(pool).execute(values));
        }

        @Override
        public Future<T> executeBatch(List<Tuple> batch) {
            return ask(pool -> query.apply(pool).executeBatch(batch));
        }

        @Override
        public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
            return new Prepared<>(pool -> query.apply(pool).collecting(collector));
        }

        @Override
        public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
            return new Prepared<>(pool -> query.apply(pool).mapping(mapper));
        }
    }
}
