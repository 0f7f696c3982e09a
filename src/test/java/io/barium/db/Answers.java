package io.barium.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at what a database answers to prepared queries: how large the largest answer is. */
public final class Answers {
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong chars = new AtomicLong();

    /** The pool, looked at. */
    public Pool of(Pool pool) {
        return watched(Pool.class, pool);
    }

    /** Most rows of an answer. */
    public long rows() {
        return rows.get();
    }

    /** Most characters of the texts of an answer. */
    public long chars() {
        return chars.get();
    }

    private <T> T watched(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                Object out = method.invoke(real, args);
                if (out instanceof PreparedQuery<?> query) {
                    return watched(PreparedQuery.class, query);
                }
                return out instanceof Future<?> future ? future.map(this::seen) : out;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private Object seen(Object answer) {
        if (answer instanceof RowSet<?> set) {
            long sum = 0;
            for (Object o : set) {
                Row row = (Row) o;
                for (int i = 0; i < row.size(); i++) {
                    sum += row.getValue(i) instanceof String text ? text.length() : 0;
                }
            }
            rows.accumulateAndGet(set.size(), Math::max);
            chars.accumulateAndGet(sum, Math::max);
        }
        return answer;
    }
}
