package io.barium.casework;

import io.barium.alert.AlertTexts;
import io.barium.db.Leadership;
import io.barium.intake.FreshContacts;
import io.barium.loop.Rounds;
import io.barium.loop.WakeLoop;
import io.barium.model.Standing;
import io.barium.outbox.Dispatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Works through the journal in order: matches tokens, judges, opens and extends the case, asks for alerts. One
 * transaction a batch, in which the cursor moves too, so that a crash at any moment repeats a batch whole or not at
 * all.
 *
 * <p>Of all processes on a database one leads and works, on the connection that holds the lock; the others keep their
 * index warm. The cursor's row lock is the fence behind that: a worker that does not know yet that it leads no more
 * finds the cursor moved.
 */
public final class CaseWorker {
    /** The leader's session lock; the numbers of the others stand in V3__registry.sql. */
    public static final long LEADER = 7_093_856_224L;
    /** Notified by whoever has added to the registry. */
    public static final String REGISTRY = "barium_registry";
    /** Notified by processes that journal and do not work cases. */
    public static final String JOURNAL = "barium_journal";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Intake comes first: at a thousand contacts a second a transaction for each would take more than taking them. */
    private static final Duration REST = Duration.ofMillis(25);

    private final Vertx vertx;
    private final Pool pool;
    private final Leadership leadership;
    private final CaseBatch batch;
    private final Consumer<List<Dispatch>> told;
    private final Map<Standing, Counter> contacts = new EnumMap<>(Standing.class);
    private final RegistryIndex registry;
    private final Verdicts verdicts;
    private final WakeLoop loop;
    private final Object order = new Object();
    private Future<?> last = Future.succeededFuture();
    private Duration patience = PATIENCE;
    private volatile @Nullable SqlConnection led;

    /**
     * A worker, not yet started.
     *
     * @param leadership of {@link #LEADER}, hearing {@link #REGISTRY} and {@link #JOURNAL}; this worker starts and
     *     stops it
     * @param fresh what this process has just journalled
     * @param expectedSenders domains whose authenticated mail is the company's own
     * @param replay makes verdicts
     * @param window further contacts, and new paths and snapshots of a verdict, within it are told in one follow-up
     * @param told takes the messages that a commit has put into the outbox
     */
    public CaseWorker(
            Vertx vertx,
            Pool pool,
            Leadership leadership,
            FreshContacts fresh,
            List<String> expectedSenders,
            VerdictReplay replay,
            AlertTexts texts,
            Duration window,
            Clock clock,
            Consumer<List<Dispatch>> told,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.loop = new WakeLoop(vertx, "casework", REST, this::turn);
        this.pool = pool;
        this.leadership = leadership;
        this.registry = new RegistryIndex(vertx);
        this.verdicts = new Verdicts(vertx, replay, clock);
        this.batch = new CaseBatch(
                vertx, fresh, registry, new Judge(expectedSenders), verdicts, new Telling(texts, window), clock);
        this.told = told;
        for (Standing s : Standing.values()) {
            contacts.put(s, meters.counter("barium.contacts", "standing", s.name()));
        }
    }

    /**
     * Begins to stand for the lead and, while leading, to work; also looks by itself every second, for what a crash
     * left behind and for follow-ups that are due.
     */
    public void start() {
        loop.start();
        leadership.start(this::heard);
    }

    /** Looks so often whether a batch that takes long still has its connection. To be called before {@link #start}. */
    CaseWorker patience(Duration rest) {
        patience = rest;
        return this;
    }

    /** The journal has grown: look now. From any thread. */
    public void wake() {
        loop.wake();
    }

    /** Whether this process is the one that works. */
    public boolean leading() {
        return leadership.leading();
    }

    /** What it matches against now. */
    TokenIndex index() {
        return registry.index();
    }

    /** Stops; completes when the batch in hand is done and the lead is free. */
    public Future<Void> stop() {
        return loop.stop().compose(v -> leadership.stop());
    }

    /**
     * Works through everything that is in the journal now, and tells what is due, whoever leads.
     *
     * @return rows judged
     */
    public Future<Integer> catchUp() {
        return inTurn(() -> catchUp(() -> pool.withConnection(this::transaction)));
    }

    private void heard(String channel) {
        if (channel.equals(REGISTRY)) {
            verdicts.doubt();
        }
        if (channel.equals(REGISTRY) || leading()) {
            loop.wake();
        }
    }

    /** A piece of the loop's work. */
    private Future<Integer> turn() {
        return inTurn(() -> {
            Future<Void> read = registry.loaded() && leading() ? Future.succeededFuture() : registry.refresh(pool);
            return read.compose(v -> {
                SqlConnection own = leadership.connection();
                if (own == null) {
                    return Future.succeededFuture(0);
                }
                if (own != led) { // each time that the lead is won it is another one
                    led = own;
                    verdicts.overtaken();
                }
                return catchUp(() -> lead(own));
            });
        });
    }

    /**
     * A batch that hangs has lost its connection without knowing; the loop must not hang with it. One that only takes
     * long is waited for: its connection can begin no other.
     */
    private Future<CaseBatch.Done> lead(SqlConnection own) {
        Promise<CaseBatch.Done> ended = Promise.promise();
        long timer = vertx.setPeriodic(patience.toMillis(), t -> {
            if (leadership.connection() != own && ended.tryFail("the lead was lost in the middle of a batch")) {
                verdicts.forget();
            }
        });
        transaction(own).onComplete(ended::tryComplete, ended::tryFail);
        return ended.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<Integer> catchUp(Supplier<Future<CaseBatch.Done>> one) {
        return Rounds.of(() -> verdicts.ready(pool)
                .compose(ready -> one.get())
                .map(done -> new Rounds.Round(done.rows(), done.more())));
    }

    /**
     * The first statements are sent behind BEGIN without waiting for it. COMMIT waits: it must not follow a statement
     * that failed. What a commit has brought is handed over whoever still waits for it, for nobody else does it before
     * the leases end.
     */
    private Future<CaseBatch.Done> transaction(SqlConnection connection) {
        Future<?> begun = connection.begin();
        Transaction transaction = connection.transaction();
        Future<CaseBatch.Done> work = batch.run(connection);
        return Future.join(begun, work)
                .compose(
                        v -> transaction.commit().map(work.result()),
                        e -> transaction.rollback().transform(rolledBack -> Future.failedFuture(e)))
                .onSuccess(this::committed)
                .onFailure(e -> verdicts.forget());
    }

    private void committed(CaseBatch.Done done) {
        done.contacts().forEach(this::count);
        if (!done.messages().isEmpty()) {
            told.accept(done.messages());
        }
    }

    private void count(Standing standing, long rows) {
        Objects.requireNonNull(contacts.get(standing)).increment((double) rows);
    }

    /** Never two pieces at once, because the index is not made for that. */
    private <T> Future<T> inTurn(Supplier<Future<T>> piece) {
        synchronized (order) {
            Future<T> next = last.transform(before -> piece.get());
            last = next;
            return next;
        }
    }
}
