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
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of this process. While a batch commits, what arrives waits; the next batch is whatever waited. It
 * is sent when nothing is under way, and already before the answer when as much waits as was sent last: so database and
 * disk have work while answers travel, and batches stay large. Callers are answered when their batch is on disk.
 *
 * <p>When the database cannot commit, batches go to the {@link Spool} instead, and callers are answered once they are
 * on disk there. From then on everything goes through the spool, so that the journal gets it in order, until the spool
 * is empty again.
 */
public final class JournalWriter implements Journal {
    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);
    static final int MAX_ROWS = 512;
    /** What is under way is held twice while the database does not answer, and larger batches are no faster. */
    static final int MAX_BYTES = 4 << 20;
    /** One that is inserted and one that is brought to disk; a third one on its way only makes all of them smaller. */
    private static final int MAX_BATCHES = 2;

    private record Waiting(Prepared row, Promise<Receipt> answer) {}

    private final Context context;
    private final Commits commits;
    private final @Nullable Detour detour;
    private final @Nullable Anchors anchors;
    private final Queue<Waiting> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean woken = new AtomicBoolean();
    /** So many have to wait for another batch to begin. */
    private volatile int enough = 1;

    private volatile boolean storing = true;
    /** Under way, and the sum of their weights. */
    private int batches;

    private int bytes;
    /** Rows of the one that began last. */
    private int newest;

    /** A writer without spool: when the database cannot commit, callers get its failure. */
    public JournalWriter(Vertx vertx, Pool pool, Runnable committed) {
        this(vertx, pool, null, null, null, committed, new SimpleMeterRegistry());
    }

    /**
     * A writer on Barium's database.
     *
     * @param pool of the writer alone, so that nobody else's queries keep it waiting; it keeps two of its connections
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
        this.detour = spool == null ? null : new Detour(vertx, spool, commits, this::wake);
        if (spool != null && detour != null) {
            meters.gauge("barium.spool.depth", spool, Spool::depth);
            meters.gauge("barium.spool.bytes", spool, Spool::bytes);
            meters.gauge("barium.spool.refused", spool, Spool::refused);
            detour.start();
        }
    }

    @Override
    public Future<Receipt> append(Entry entry) {
        Waiting arrival = new Waiting(Prepared.of(entry), Promise.promise());
        add(arrival);
        return arrival.answer().future();
    }

    private void add(Waiting arrival) {
        arrivals.add(arrival);
        if (waiting.incrementAndGet() >= enough) {
            wake();
        }
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
        if (batches > 0 || !arrivals.isEmpty()) {
            context.owner().setTimer(5, t -> context.runOnContext(v -> awaitIdle(done)));
        } else if (anchors == null) {
            done.complete();
        } else {
            anchors.flush().onComplete(done);
        }
    }

    /** Looks what there is to do, once for all who ask for it meanwhile. */
    private void wake() {
        if (!woken.get() && woken.compareAndSet(false, true)) {
            context.runOnContext(v -> {
                woken.set(false);
                next();
            });
        }
    }

    private void next() {
        do {
            while (mayBegin()) {
                if (detour != null && detour.due(arrivals.isEmpty())) {
                    begun(0, 1, detour.drain());
                } else {
                    begin(take());
                }
            }
            enough = batches == 0 ? 1 : hasRoom() ? newest : Integer.MAX_VALUE;
        } while (mayBegin());
    }

    private boolean mayBegin() {
        return batches == 0
                ? waiting.get() > 0 || (detour != null && detour.due(arrivals.isEmpty()))
                : hasRoom() && waiting.get() >= newest;
    }

    /** The spool takes one thing at a time. */
    private boolean hasRoom() {
        return batches < MAX_BATCHES && bytes < MAX_BYTES && (detour == null || !detour.open());
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        int taken = bytes;
        while (batch.size() < MAX_ROWS && taken < MAX_BYTES) {
            Waiting next = arrivals.poll();
            if (next == null) {
                break;
            }
            taken += next.row().weight();
            batch.add(next);
        }
        waiting.addAndGet(-batch.size());
        return batch;
    }

    private void begin(List<Waiting> batch) {
        int weight = batch.stream().mapToInt(w -> w.row().weight()).sum();
        begun(weight, batch.size(), settle(batch));
    }

    private void begun(int weight, int rows, Future<Void> done) {
        batches++;
        bytes += weight;
        newest = rows;
        // By way of the loop, which has answers to send first.
        done.onComplete(d -> context.runOnContext(v -> {
            batches--;
            bytes -= weight;
            next();
        }));
    }

    /** Stores the batch where it can be stored now and answers everybody in it. Never fails. */
    private Future<Void> settle(List<Waiting> batch) {
        List<Waiting> distinct = distinct(batch);
        List<Prepared> prepared = distinct.stream().map(Waiting::row).toList();
        if (detour != null && detour.open()) {
            return detour.append(prepared).transform(stored -> answer(distinct, stored));
        }
        return commits.write(prepared)
                .recover(failure -> detour == null ? Future.failedFuture(failure) : detour.take(prepared, failure))
                .transform(stored -> answer(distinct, stored));
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
    private List<Waiting> distinct(List<Waiting> batch) {
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

    /** Where the earlier one was not stored, the answer is not to be had from it but from what was stored before. */
    private void follow(Waiting w, Waiting earlier) {
        boolean same = earlier.row().saysTheSameAs(w.row());
        earlier.answer().future().onComplete(done -> {
            if (done.failed()) {
                w.answer().tryFail(done.cause());
            } else if (done.result() == Receipt.STORED || done.result() == Receipt.SPOOLED) {
                w.answer().tryComplete(same ? Receipt.KNOWN : Receipt.CONFLICT);
            } else if (same) {
                w.answer().tryComplete(done.result());
            } else {
                add(w);
            }
        });
    }
}
