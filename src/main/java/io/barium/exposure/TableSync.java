package io.barium.exposure;

import io.barium.config.AccessLog;
import io.barium.exposure.AccessLogTable.Part;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps up with an access log in the support database. One process at a time reads it; what it has read is noted in
 * Barium's database, so that any process goes on where another one stopped.
 */
public final class TableSync {
    private static final Logger log = LoggerFactory.getLogger(TableSync.class);
    /** Of the session lock under which the log is read; any number that nobody else uses. */
    private static final long LOCK = 7_093_856_227L;
    /** Rows that are older were committed long ago, so that the log's past is read once. */
    private static final Duration PAST = Duration.ofDays(1);

    private final Vertx vertx;
    private final Pool barium;
    private final String system;
    private final AccessLog settings;
    private final AccessLogTable table;
    private final String name;
    private final Recorder recorder;
    private final Clock clock;
    private long timer = -1;
    private Future<?> running = Future.succeededFuture();
    private volatile boolean stopped;
    private volatile @Nullable Throwable trouble;

    /**
     * Not yet started.
     *
     * @param barium on Barium's own database
     * @param support on the support database
     * @param system name of the support system, as in plantings
     */
    public TableSync(
            Vertx vertx, Pool barium, Pool support, String system, AccessLog settings, Recorder recorder, Clock clock) {
        this.vertx = vertx;
        this.barium = barium;
        this.system = system;
        this.settings = settings;
        this.table = new AccessLogTable(support, settings);
        this.name = settings.table() + "." + settings.id();
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Reads now, and from then on as often as the settings say. */
    public synchronized void start() {
        timer = vertx.setPeriodic(0, settings.every().toMillis(), t -> look());
    }

    private synchronized void look() {
        if (!running.isComplete() || stopped) {
            return;
        }
        running = run().onSuccess(report -> {
                    trouble = null;
                    report.ifPresent(this::tell);
                })
                .onFailure(e -> {
                    trouble = e;
                    log.warn("access log cannot be read, will try again (support.accessLog) cause={}", e.toString());
                });
    }

    /** Why the last reading failed; {@code null} when it did not. */
    public @Nullable Throwable trouble() {
        return trouble;
    }

    private void tell(ImportReport report) {
        if (report.faulty() > 0) {
            log.warn(
                    "access log has faulty rows count={} first={}",
                    report.faulty(),
                    report.faults().get(0));
        }
        if (report.stored() > 0) {
            log.info("access log read rows={} planted={} stored={}", report.rows(), report.planted(), report.stored());
        }
    }

    /**
     * Reads what is new.
     *
     * @return what became of it; empty where another process is at it
     */
    public Future<Optional<ImportReport>> run() {
        return barium.withConnection(c -> c.preparedQuery("select pg_try_advisory_lock($1)")
                .execute(Tuple.of(LOCK))
                .compose(got -> got.iterator().next().getBoolean(0)
                        ? read().eventually(() -> unlock(c)).map(Optional::of)
                        : Future.succeededFuture(Optional.empty())));
    }

    private static Future<Void> unlock(SqlConnection c) {
        return c.preparedQuery("select pg_advisory_unlock($1)")
                .execute(Tuple.of(LOCK))
                .mapEmpty();
    }

    private Future<ImportReport> read() {
        Promise<ImportReport> done = Promise.promise();
        Future.all(LogCursor.load(barium, system, name, clock.instant()), settling())
                .onFailure(done::fail)
                .onSuccess(both -> {
                    LogCursor cursor = both.resultAt(0);
                    boolean settled = both.resultAt(1);
                    step(new State(cursor, cursor.settled(), settled, ImportReport.NOTHING, true), done);
                });
        return done.future();
    }

    /**
     * How far a reading has come.
     *
     * @param position read up to here
     * @param past whether all of it was the log's past, so far
     * @param more whether there may be more behind
     */
    private record State(
            LogCursor cursor, @Nullable String position, boolean past, ImportReport report, boolean more) {}

    /** Each step is a piece of its own: a chain of them all would be as long as the log. */
    private void step(State state, Promise<ImportReport> done) {
        table.read(state.position(), Recorder.BATCH)
                .compose(part -> recorder.record(system, part.rows()).compose(report -> noted(state, part, report)))
                .onFailure(done::fail)
                .onSuccess(next -> {
                    if (next.more() && !stopped) {
                        step(next, done);
                    } else {
                        done.complete(next.report());
                    }
                });
    }

    private Future<State> noted(State state, Part part, ImportReport added) {
        ImportReport report = state.report().plus(added);
        String position = part.last() == null ? state.position() : part.last();
        boolean more = part.rows().size() == Recorder.BATCH;
        Instant now = clock.instant();
        Instant newest = part.newest();
        if (state.past() && newest != null && newest.isBefore(now.minus(PAST))) {
            return noted(new State(new LogCursor(position, null, now), position, true, report, more));
        }
        if (more || position == null) {
            return Future.succeededFuture(new State(state.cursor(), position, false, report, more));
        }
        return settling()
                .compose(settled -> noted(new State(
                        settled ? state.cursor().readTo(position, now) : state.cursor(),
                        position,
                        false,
                        report,
                        false)));
    }

    private Future<State> noted(State state) {
        return state.cursor().save(barium, system, name).map(state);
    }

    /**
     * Whether every planting is known by its row's key: an access to one that is not would be taken for a customer's.
     */
    private Future<Boolean> settling() {
        return barium.preparedQuery("select 1 from planting where system = $1 and state = 'INTENDED' limit 1")
                .execute(Tuple.of(system))
                .map(rows -> rows.size() == 0);
    }

    /** Reads no more; completes when the reading in hand has ended. */
    public synchronized Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return running.transform(ended -> Future.succeededFuture());
    }
}
