package io.barium.intake;

import io.barium.intake.ChainWriter.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches in two steps, so that the next one need not wait for the disk: first the rows, without a flush and
 * with the lock that orders the commits of all processes; then the flush. A row that came alone takes both in one.
 *
 * <p>Both steps go over one connection. After a failover it is gone, and the second step can't succeed on a server that
 * never had what the first one did.
 */
final class Commits {
    /** A provider waits for ten seconds or more; within this it has to be clear that the database does not answer. */
    private static final long PATIENCE_MS = 5_000;

    /**
     * What becomes of a batch. When either fails, nobody knows.
     *
     * @param seen committed: others see it, and it can still be lost with the server
     * @param durable on disk
     */
    record Written(Future<List<Outcome>> seen, Future<List<Outcome>> durable) {}

    private final Pool pool;
    private final ChainWriter chain;
    private final @Nullable Anchors anchors;
    private final Runnable committed;
    private final Counter rows;
    private final Counter commits;

    /**
     * Commits to a database.
     *
     * @param anchors where the head of the chain is noted; {@code null} for nowhere
     * @param fresh takes what was read of what is committed; {@code null} for nobody
     * @param committed called after every commit that stored something
     */
    Commits(
            Pool pool,
            @Nullable Anchors anchors,
            @Nullable FreshContacts fresh,
            Runnable committed,
            MeterRegistry meters) {
        this.pool = pool;
        this.chain = new ChainWriter(fresh);
        this.anchors = anchors;
        this.committed = committed;
        this.rows = meters.counter("barium.journal.rows");
        this.commits = meters.counter("barium.journal.commits");
    }

    /** Begins to commit rows of distinct events. The next batch may be begun when this one is seen, or has failed. */
    Written write(List<Prepared> batch) {
        boolean flushesLater = batch.size() > 1;
        Promise<List<Outcome>> seen = Promise.promise();
        Future<List<Outcome>> durable = pool.withConnection(connection -> {
                    JournalTable table = new JournalTable(connection, flushesLater);
                    return chain.write(table, batch).compose(outcomes -> {
                        ChainWriter.Head head = chain.head();
                        long stored = stored(outcomes);
                        if (stored > 0) {
                            committed.run();
                        }
                        seen.tryComplete(outcomes);
                        // What was known already may have been committed by another process just now.
                        boolean flushed = stored == batch.size() && !flushesLater;
                        return (flushed ? Future.<Void>succeededFuture() : table.flush())
                                .map(v -> note(outcomes, stored, head));
                    });
                })
                .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .onFailure(failure -> {
                    chain.leave();
                    seen.tryFail(failure);
                });
        return new Written(seen.future(), durable);
    }

    private List<Outcome> note(List<Outcome> outcomes, long stored, ChainWriter.@Nullable Head head) {
        if (stored > 0) {
            rows.increment((double) stored);
            commits.increment();
            if (anchors != null) {
                anchors.note(head);
            }
        }
        return outcomes;
    }

    private static long stored(List<Outcome> outcomes) {
        return outcomes.stream().filter(o -> o.receipt() == Receipt.STORED).count();
    }
}
