package io.barium.intake;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The writer's two connections to one server: the first takes batch after batch, the second brings them to disk
 * meanwhile. They are used and left together, because what one server has committed another one cannot bring to disk.
 */
final class WriterSession {
    /**
     * Names the server, and has commits wait for its disk where the database is set not to. What is set to wait for
     * more stays so.
     */
    private static final String STARTED = """
            select pg_postmaster_start_time(),
                   set_config('synchronous_commit', case set when 'off' then 'on' else set end, false)
            from current_setting('synchronous_commit') as set
            """;

    private final SqlConnection first;
    private final SqlConnection second;
    private final ChainWriter chain;
    private final JournalTable disk;
    private int inUse;
    private boolean left;
    private boolean givenBack;

    private WriterSession(SqlConnection first, SqlConnection second, @Nullable FreshContacts fresh) {
        this.first = first;
        this.second = second;
        this.chain = new ChainWriter(new JournalTable(first), fresh);
        this.disk = new JournalTable(second);
    }

    /**
     * Opens both. The session belongs to the context that it is opened on, and its futures complete there.
     *
     * @param fresh takes what was read of what is committed; {@code null} for nobody
     * @param broken takes the session when either is closed
     */
    static Future<WriterSession> open(Pool pool, @Nullable FreshContacts fresh, Consumer<WriterSession> broken) {
        return pool.getConnection()
                .compose(first -> pool.getConnection()
                        .compose(second -> sameServer(first, second)
                                .map(v -> {
                                    WriterSession opened = new WriterSession(first, second, fresh);
                                    List.of(first, second)
                                            .forEach(c -> c.closeHandler(closed -> broken.accept(opened)));
                                    return opened;
                                })
                                .onFailure(e -> second.close()))
                        .onFailure(e -> first.close()));
    }

    private static Future<Void> sameServer(SqlConnection first, SqlConnection second) {
        return Future.all(started(first), started(second))
                .compose(
                        both -> both.resultAt(0).equals(both.resultAt(1))
                                ? Future.succeededFuture()
                                : Future.failedFuture(
                                        "database.url: its connections lead to several servers; it must name one that takes writes"));
    }

    private static Future<Object> started(SqlConnection connection) {
        return connection.query(STARTED).execute().map(r -> r.iterator().next().getValue(0));
    }

    /** Where batches go, one behind the other. */
    ChainWriter chain() {
        return chain;
    }

    /** Where what is committed is brought to disk. */
    JournalTable disk() {
        return disk;
    }

    /** Does work with both; a session that was left is given back when the last of it is done. */
    <T> Future<T> during(Supplier<Future<T>> work) {
        inUse++;
        return work.get().onComplete(done -> {
            inUse--;
            giveBack();
        });
    }

    /** Takes no more work. */
    void leave() {
        left = true;
        chain.leave();
        giveBack();
    }

    private void giveBack() {
        if (left && inUse == 0 && !givenBack) {
            givenBack = true;
            first.close();
            second.close();
        }
    }
}
