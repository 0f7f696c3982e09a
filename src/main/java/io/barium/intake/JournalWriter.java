package io.barium.intake;

import io.barium.intake.ChainWriter.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of this process. While one batch commits, what arrives waits; the next batch is whatever waited. It
 * commits while the one before it is brought to disk. Callers are answered when their batch is there.
 *
 * <p>When the database cannot commit, batches go to the {@link Spool} instead, and callers are answered once they are
 * on disk there. From then on everything goes through the spool, so that the journal gets it in order, until the spool
 * is empty again.
 */
public final class JournalWriter implements Journal {
    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);
    static final int MAX_ROWS = 512;
    /** A batch is held twice while the database does not answer, and larger ones are no faster. */
    static final int MAX_BYTES = 4 << 20;

    private record Waiting(Prepared row, Promise<Receipt> answer) {}

    private final Context context;
    private final Commits commits;
    private final @Nullable Detour detour;
    private final @Nullable Anchors anchors;
    private final Queue<Waiting> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean storing = true;
    /** The newest batch that was written. */
    private Future<Void> newest = Future.succeededFuture();

    /** A writer without spool: when the database cannot commit, callers get its failure. */
    public JournalWriter(Vertx vertx, Pool pool, Runnable committed) {
        this(vertx, pool, null, null, null, committed, new SimpleMeterRegistry());
    }

    /**
     * A writer on Barium's database.
     *
     * @param pool of the writer alone, so that nobody else's queries keep it waiting
     * @param spool for the time when the database cannot commit; {@code null} for none
     * @param anchors where the head of the chain is noted outside of the database; {@code null} for nowhere
     * @param fresh takes what was read of every contact that is committed; {@code null} for nobody
     * @param committed called after every commit that stored something, on the writer's context
     */
    public JournalWriter(
            Vertx vertx,
            Pool pool,
            @Nullable Spool spool,
            @Nullable Anchors anchors,
            @Nullable FreshContacts fresh,
            Runnable committed,
            MeterRegistry meters) {
        this.context = vertx.getOrCreateContext();
        this.commits = new Commits(pool, anchors, fresh, committed, meters);
        this.anchors = anchors;
        this.detour = spool == null
                ? null
                : new Detour(vertx, spool, rows -> commits.write(rows).durable(), this::wake);
        if (spool != null && detour != null) {
            meters.gauge("barium.spool.depth", spool, Spool::depth);
            meters.gauge("barium.spool.bytes", spool, Spool::bytes);
            detour.start();
        }
    }

    @Override
    public Future<Receipt> append(Entry entry) {
        Waiting waiting = new Waiting(Prepared.of(entry), Promise.promise());
        arrivals.add(waiting);
        wake();
        return waiting.answer().future();
    }

    /** Whether the last batch was stored, in the database or in the spool. */
    public boolean storing() {
        return storing;
    }

    /** Contacts in the spool, and 0 when it is not in use. */
    public long spooled() {
        return detour == null || !detour.open() ? 0 : Math.max(1, detour.depth());
    }

    /** Completes when everything that was appended before has been answered, and the head of the chain is noted. */
    public Future<Void> drained() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> awaitIdle(done));
        return done.future();
    }

    private void awaitIdle(Promise<Void> done) {
        if (busy.get() || !arrivals.isEmpty() || !newest.isComplete()) {
            context.owner().setTimer(5, t -> context.runOnContext(v -> awaitIdle(done)));
        } else if (anchors == null) {
            done.complete();
        } else {
            anchors.flush().onComplete(done);
        }
    }

    /** Begins unless something is being written; then what waits is seen when that is done. */
    private void wake() {
        if (!busy.get() && busy.compareAndSet(false, true)) {
            context.runOnContext(v -> next());
        }
    }

    private void next() {
        if (detour != null && detour.due(arrivals.isEmpty())) {
            detour.drain().onComplete(done -> next());
            return;
        }
        List<Waiting> batch = take();
        if (!batch.isEmpty()) {
            // By way of the loop, which has answers to send first.
            settle(batch).onComplete(done -> context.runOnContext(v -> next()));
            return;
        }
        busy.set(false);
        if (!arrivals.isEmpty()) {
            wake();
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < MAX_ROWS && bytes < MAX_BYTES) {
            Waiting next = arrivals.poll();
            if (next == null) {
                break;
            }
            bytes += next.row().weight();
            batch.add(next);
        }
        return batch;
    }

    /**
     * Stores the batch where it can be stored now and answers everybody in it. Completes when the next one may be
     * stored, and never fails: one batch on its way to the disk beside one that commits is enough to keep both busy.
     */
    private Future<Void> settle(List<Waiting> batch) {
        List<Waiting> distinct = distinct(batch);
        List<Prepared> prepared = distinct.stream().map(Waiting::row).toList();
        if (detour != null && detour.open()) {
            return detour.append(prepared).transform(stored -> answer(distinct, stored));
        }
        Commits.Written written = commits.write(prepared);
        Future<Void> answered = written.durable()
                .recover(failure -> detour == null ? Future.failedFuture(failure) : detour.take(prepared, failure))
                .transform(stored -> answer(distinct, stored));
        Future<Void> before = newest;
        newest = answered;
        return written.seen().transform(done -> done.succeeded() ? before : answered);
    }

    private Future<Void> answer(List<Waiting> batch, AsyncResult<List<Outcome>> stored) {
        storing = stored.succeeded();
        for (int i = 0; i < batch.size(); i++) {
            answer(batch.get(i), stored.succeeded() ? stored.result().get(i) : new Outcome(null, stored.cause()));
        }
        if (stored.failed()) {
            log.error(
                    "contacts cannot be stored rows={} cause={}",
                    batch.size(),
                    stored.cause().toString());
        }
        return Future.succeededFuture();
    }

    private static void answer(Waiting w, Outcome outcome) {
        if (outcome.receipt() != null) {
            w.answer().tryComplete(outcome.receipt());
        } else {
            w.answer().tryFail(java.util.Objects.requireNonNull(outcome.refused()));
        }
    }

    /** The same event twice in one batch: the later ones get the answer that a later batch would give. */
    private static List<Waiting> distinct(List<Waiting> batch) {
        Map<UUID, Waiting> first = new HashMap<>();
        List<Waiting> out = new ArrayList<>(batch.size());
        for (Waiting w : batch) {
            UUID use = w.row().use();
            Waiting earlier = first.get(w.row().key());
            earlier = earlier == null && use != null ? first.get(use) : earlier;
            if (earlier == null) {
                first.put(w.row().key(), w);
                if (use != null) {
                    first.put(use, w);
                }
                out.add(w);
            } else {
                follow(w, earlier);
            }
        }
        return out;
    }

    private static void follow(Waiting w, Waiting earlier) {
        Receipt again = earlier.row().saysTheSameAs(w.row()) ? Receipt.KNOWN : Receipt.CONFLICT;
        earlier.answer().future().onComplete(done -> {
            if (done.succeeded()) {
                w.answer().tryComplete(again);
            } else {
                w.answer().tryFail(done.cause());
            }
        });
    }
}
