package io.barium.intake;

import io.barium.intake.ChainWriter.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches in two steps, so that the next one need not wait for the disk: first the rows, without a flush and
 * with the lock that orders the commits of all processes; then the flush. A row that came alone takes both in one, and
 * so do few rows while the disk is quick. Nor need the next one wait for an answer: what was begun first is committed
 * first, or what was begun behind it is sent again.
 *
 * <p>Both steps go to one server. After a failover it is gone, and the second step can't succeed on a server that never
 * had what the first one did. On one context, as all futures here complete on it.
 */
final class Commits {
    /** A provider waits for ten seconds or more; within this it has to be clear that the database does not answer. */
    private static final long PATIENCE_MS = 5_000;
    /**
     * Bytes a millisecond (2 Mbit/s) of the slowest line that somebody would have between a service and its database. A
     * long row takes more than the patience on it, and would otherwise be sent again and again.
     */
    private static final long SLOW_LINE = 256;
    /** However long a row is: a server that stopped answering in the midst of it is to be left some time. */
    private static final long MOST_PATIENCE_MS = 300_000;

    /** More rows than that are not kept waiting for the disk: meanwhile the next ones are inserted. */
    private static final int FEW = 64;
    /** A flush that is quicker costs less than a round trip of its own. */
    private static final long QUICK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** So often few rows take two steps all the same, because only then the flush is seen by itself. */
    private static final int LOOK_EVERY = 64;

    private final Pool pool;
    private final @Nullable FreshContacts fresh;
    private final @Nullable Anchors anchors;
    private final Runnable committed;
    private final Counter rows;
    private final Counter commits;
    private @Nullable Future<WriterSession> session;
    /** Whether the last flush that was seen by itself was. */
    private boolean quick;
    /** Batches of few rows while it was. */
    private int small;

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
        this.fresh = fresh;
        this.anchors = anchors;
        this.committed = committed;
        this.rows = meters.counter("barium.journal.rows");
        this.commits = meters.counter("barium.journal.commits");
    }

    /**
     * Commits rows of distinct events, behind those that were begun before.
     *
     * @return an outcome for each row when they are on disk; when it fails nobody knows
     */
    Future<List<Outcome>> write(List<Prepared> batch) {
        return within(PATIENCE_MS, session(), s -> write(s, batch));
    }

    /**
     * The same for rows that may have been committed by an attempt that was given up too early. That is asked first: it
     * is quick, also where the rows are long, and tells whether the server answers at all.
     *
     * @param awaited whether somebody waits for it; otherwise it may take as long as the rows take on a slow line
     */
    Future<List<Outcome>> settle(List<Prepared> batch, boolean awaited) {
        Future<WriterSession> used = session();
        return within(PATIENCE_MS, used, s -> s.disk().known(batch)).compose(known -> {
            List<Prepared> unknown = ChainWriter.unknown(batch, known);
            return within(
                            awaited ? PATIENCE_MS : patienceFor(unknown),
                            used,
                            s -> unknown.isEmpty() ? flush(s).map(List.of()) : write(s, unknown))
                    .map(written -> ChainWriter.together(known, written));
        });
    }

    private static long patienceFor(List<Prepared> batch) {
        long bytes = batch.stream().mapToLong(Prepared::weight).sum();
        return Math.min(PATIENCE_MS + bytes / SLOW_LINE, MOST_PATIENCE_MS);
    }

    /** What takes longer leaves the session, and so does what fails. */
    private <T> Future<T> within(long patienceMs, Future<WriterSession> used, Function<WriterSession, Future<T>> work) {
        return used.compose(s -> s.during(() -> work.apply(s)))
                .timeout(patienceMs, TimeUnit.MILLISECONDS)
                .onFailure(failure -> leave(used));
    }

    private Future<List<Outcome>> write(WriterSession in, List<Prepared> batch) {
        boolean together = inOneStep(batch.size());
        return in.chain().write(batch, together).compose(outcomes -> {
            ChainWriter.Head head = in.chain().head();
            long stored = stored(outcomes);
            if (stored > 0) {
                committed.run();
            }
            // What was known already may have been committed by another process just now.
            boolean flushed = together && stored == batch.size();
            return (flushed ? Future.<Void>succeededFuture() : flush(in)).map(v -> note(outcomes, stored, head));
        });
    }

    private boolean inOneStep(int rows) {
        return rows == 1 || (rows <= FEW && quick && ++small % LOOK_EVERY != 0);
    }

    private Future<Void> flush(WriterSession in) {
        long begun = System.nanoTime();
        return in.disk().flush().onSuccess(v -> quick = System.nanoTime() - begun < QUICK_NS);
    }

    private Future<WriterSession> session() {
        Future<WriterSession> open = session;
        if (open == null) {
            open = WriterSession.open(pool, fresh, this::broken);
            session = open;
        }
        return open;
    }

    private void broken(WriterSession closed) {
        if (session != null && session.result() == closed) {
            leave(session);
        }
    }

    /** What was begun in a session that fails is on a chain that nobody extends any more. */
    private void leave(Future<WriterSession> failed) {
        if (session == failed) {
            session = null;
            failed.onSuccess(WriterSession::leave);
        }
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
