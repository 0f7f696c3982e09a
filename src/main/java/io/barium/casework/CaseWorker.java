package io.barium.casework;

import io.barium.alert.AlertTexts;
import io.barium.casework.CaseTables.Sighted;
import io.barium.loop.WakeLoop;
import io.barium.model.Standing;
import io.barium.outbox.Dispatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works through the journal in order: matches tokens, judges, opens and extends the case, asks for alerts. One
 * transaction a batch, in which the cursor moves too, so that a crash at any moment repeats a batch whole or not at
 * all.
 */
public final class CaseWorker {
    private static final int BATCH = 200;

    private final Pool pool;
    private final Judge judge;
    private final Telling telling;
    private final Clock clock;
    private final Consumer<List<Dispatch>> told;
    private final MeterRegistry meters;
    private final WakeLoop loop;

    /**
     * A worker, not yet started.
     *
     * @param expectedSenders domains whose authenticated mail is the company's own
     * @param window further contacts within it are told in one follow-up
     * @param told takes, after the commit, the messages that it added to the outbox
     */
    public CaseWorker(
            Vertx vertx,
            Pool pool,
            List<String> expectedSenders,
            AlertTexts texts,
            Duration window,
            Clock clock,
            Consumer<List<Dispatch>> told,
            MeterRegistry meters) {
        this.loop = new WakeLoop(vertx, "casework", this::catchUp);
        this.pool = pool;
        this.judge = new Judge(expectedSenders);
        this.telling = new Telling(texts, window);
        this.clock = clock;
        this.told = told;
        this.meters = meters;
    }

    /**
     * Begins to work; also looks by itself every second, for what a crash left behind and for follow-ups that are due.
     */
    public void start() {
        loop.start();
    }

    /** The journal has grown: look now. From any thread. */
    public void wake() {
        loop.wake();
    }

    /** Stops; completes when the batch in hand is done. */
    public Future<Void> stop() {
        return loop.stop();
    }

    /**
     * Works through everything that is in the journal now, and tells what is due.
     *
     * @return rows judged
     */
    public Future<Integer> catchUp() {
        List<Dispatch> out = new ArrayList<>();
        return pool.withTransaction(tx -> batch(tx, out)).compose(n -> {
            told.accept(out);
            return n < BATCH ? Future.succeededFuture(n) : catchUp().map(more -> more + n);
        });
    }

    private Future<Integer> batch(SqlConnection tx, List<Dispatch> out) {
        Instant now = clock.instant();
        return CaseTables.cursor(tx)
                .compose(cursor -> telling.due(tx, now, out).map(n -> cursor))
                .compose(cursor -> CaseTables.next(tx, cursor, BATCH))
                .compose(rows -> rows.isEmpty() ? Future.succeededFuture(0) : work(tx, rows, now, out));
    }

    private Future<Integer> work(SqlConnection tx, List<JournalRow> rows, Instant now, List<Dispatch> out) {
        Batch batch = new Batch(rows, judge);
        return CaseTables.heads(tx, batch.calls())
                .compose(heads -> CaseTables.lookUp(tx, batch.keys()).map(known -> batch.judge(heads, known)))
                .compose(judged -> onCase(tx, rows, judged))
                .compose(sighted -> CaseTables.store(tx, sighted).map(v -> sighted))
                .compose(sighted -> {
                    Batch.Unknown unknown = batch.unknown(sighted);
                    return CaseTables.countUnknown(tx, unknown.domains(), unknown.days())
                            .map(v -> sighted);
                })
                .compose(sighted -> tell(tx, rows, sighted, now, out).map(v -> sighted))
                .compose(sighted -> CaseTables.moveCursor(
                                tx, rows.get(rows.size() - 1).seq())
                        .map(v -> sighted))
                .map(sighted -> {
                    sighted.forEach(s -> meters.counter(
                                    "barium.contacts", "standing", s.standing().name())
                            .increment());
                    return rows.size();
                });
    }

    /** Puts the credible rows on the open case, which the first of them opens when there is none. */
    private static Future<List<Sighted>> onCase(SqlConnection tx, List<JournalRow> rows, List<Sighted> judged) {
        @Nullable JournalRow first = null;
        Instant last = Instant.EPOCH;
        Set<Long> fresh = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            if (judged.get(i).standing() == Standing.CREDIBLE) {
                first = first == null ? rows.get(i) : first;
                last = rows.get(i).receivedAt().isAfter(last) ? rows.get(i).receivedAt() : last;
                if (judged.get(i).caseId() == null) {
                    fresh.add(judged.get(i).contactSeq());
                }
            }
        }
        if (first == null) {
            return Future.succeededFuture(judged);
        }
        JournalRow opening = first;
        Instant latest = last;
        return CaseTables.openCase(tx)
                .compose(open -> open != null ? Future.succeededFuture(open) : CaseTables.open(tx, opening))
                .compose(id -> CaseTables.join(tx, id, fresh.size(), latest).map(v -> id))
                .map(id -> judged.stream().map(s -> on(s, id)).toList());
    }

    private static Sighted on(Sighted s, long caseId) {
        if (s.standing() != Standing.CREDIBLE) {
            return s;
        }
        Long id = s.caseId() == null ? Long.valueOf(caseId) : s.caseId();
        return new Sighted(s.seq(), s.contactSeq(), s.standing(), s.why(), id, s.hits());
    }

    private Future<Void> tell(
            SqlConnection tx, List<JournalRow> rows, List<Sighted> sighted, Instant now, List<Dispatch> out) {
        Set<String> topics = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Sighted s = sighted.get(i);
            if (s.standing() == Standing.CREDIBLE) {
                topics.add(Telling.caseTopic(Objects.requireNonNull(s.caseId())));
            } else if (s.standing() == Standing.UNREADABLE) {
                topics.add(Telling.unreadableTopic(rows.get(i).source()));
            }
        }
        Future<Void> told = Future.succeededFuture();
        for (String topic : topics) {
            told = told.compose(v -> telling.news(tx, topic, now, out));
        }
        return told;
    }
}
