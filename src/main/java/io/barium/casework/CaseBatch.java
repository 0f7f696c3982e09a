package io.barium.casework;

import io.barium.intake.FreshContacts;
import io.barium.model.Standing;
import io.barium.outbox.Dispatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The work of one transaction. Statements that do not need each other's answers are sent together: what there is to do;
 * what is known of it, where anything is; the judgements, beside which the verdict is made; the verdict and the alert,
 * where one is due. Four round trips and the commit at most, one more for the contact that opens a case and for a
 * verdict that may be worth an alert, two for noise.
 */
final class CaseBatch {
    private static final int ROWS = 2_000;
    private static final long BYTES = 4 << 20;
    /** More text than this is not read on the event loop. */
    private static final int SHORT = 64 << 10;

    private static final int FEW = 16;
    /** Reports of one call come within a month or two; a partition of the journal has ten to the tenth numbers. */
    private static final long CALL_SPAN = 20_000_000_000L;

    private final Vertx vertx;
    private final FreshContacts fresh;
    private final RegistryIndex registry;
    private final Judge judge;
    private final Verdicts verdicts;
    private final Telling telling;
    private final Clock clock;

    CaseBatch(
            Vertx vertx,
            FreshContacts fresh,
            RegistryIndex registry,
            Judge judge,
            Verdicts verdicts,
            Telling telling,
            Clock clock) {
        this.vertx = vertx;
        this.fresh = fresh;
        this.registry = registry;
        this.judge = judge;
        this.verdicts = verdicts;
        this.telling = telling;
        this.clock = clock;
    }

    /**
     * What a transaction did.
     *
     * @param rows judged
     * @param more whether others may wait
     * @param contacts by standing
     * @param messages that are in the outbox now
     */
    record Done(int rows, boolean more, Map<Standing, Long> contacts, List<Dispatch> messages) {}

    /**
     * What the first round trip has shown.
     *
     * @param cursor journal row up to which casework has come
     * @param digests of topics that are due and of the open case
     */
    private record Task(
            long cursor, CaseReads.Next next, @Nullable OpenCase open, List<Digest> digests, Instant now) {}

    /** Works one batch; the caller commits. */
    Future<Done> run(SqlConnection tx) {
        Instant now = clock.instant();
        Future<Long> locked = CaseReads.lock(tx);
        Future<@Nullable OpenCase> open = CaseReads.openCase(tx);
        Future<List<Digest>> digests = Digests.dueOrOpen(tx, now, telling.window());
        Future<CaseReads.Next> next = CaseReads.next(tx, fresh, ROWS, BYTES);
        // Behind the rows: what was contacted by them was registered before, so it is seen by now.
        Future<Void> registered = registry.refresh(tx);
        return Future.all(locked, open, digests, next, registered)
                .compose(v -> work(tx, new Task(locked.result(), next.result(), open.result(), digests.result(), now)));
    }

    private Future<Done> work(SqlConnection tx, Task task) {
        if (task.next().rows().isEmpty()) {
            Telling.Plan plan = telling.plan(Set.of(), task.digests(), task.now());
            return conclude(tx, Future.succeededFuture(), plan, verdicts.rest(task.open()), task.now())
                    .map(messages -> new Done(0, false, Map.of(), messages));
        }
        return read(task.next().rows()).compose(batch -> {
            Future<Map<ThreadKey, Head>> heads = CaseReads.heads(tx, batch.calls(), batch.firstSeq() - CALL_SPAN);
            Future<Map<Notation, List<Known>>> known = CaseReads.lookUp(tx, batch.possible());
            return Future.all(heads, known).compose(v -> judged(tx, task, batch, heads.result(), known.result()));
        });
    }

    /** Much text is read beside the event loop, which has contacts to take meanwhile. */
    private Future<Batch> read(List<JournalRow> rows) {
        long length = rows.stream().mapToLong(JournalRow::size).sum();
        return rows.size() <= FEW && length <= SHORT
                ? Future.succeededFuture(new Batch(rows, judge, registry.index()))
                : vertx.executeBlocking(() -> new Batch(rows, judge, registry.index()));
    }

    private Future<Done> judged(
            SqlConnection tx, Task task, Batch batch, Map<ThreadKey, Head> heads, Map<Notation, List<Known>> known) {
        List<Sighted> judged = batch.judge(heads, known);
        Future<@Nullable OpenCase> open = Future.succeededFuture(task.open());
        if (task.open() == null) {
            for (int i = 0; i < judged.size(); i++) {
                if (judged.get(i).standing() == Standing.CREDIBLE) {
                    open = CaseWrites.open(tx, batch.rows().get(i)).map(o -> o);
                    break;
                }
            }
        }
        return open.compose(o -> {
            List<Sighted> sighted =
                    o == null ? judged : judged.stream().map(s -> s.on(o.id())).toList();
            Set<String> news = topics(batch.rows(), sighted);
            return digests(tx, task, news, o).compose(digests -> {
                Telling.Plan plan = telling.plan(news, digests, task.now());
                Future<Verdicts.Taken> taken = verdicts.take(task.cursor(), batch, sighted, o);
                Future<Void> stored = store(tx, batch, new Growth(batch.rows(), judged, o), sighted);
                return conclude(tx, stored, plan, taken, task.now())
                        .map(messages -> new Done(sighted.size(), task.next().more(), counted(sighted), messages));
            });
        });
    }

    private static Set<String> topics(List<JournalRow> rows, List<Sighted> sighted) {
        Set<String> topics = new LinkedHashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Sighted s = sighted.get(i);
            if (s.standing() == Standing.CREDIBLE) {
                topics.add(Telling.caseTopic(Objects.requireNonNull(s.caseId())));
            } else if (s.standing() == Standing.UNREADABLE) {
                topics.add(Telling.unreadableTopic(rows.get(i).source()));
            }
        }
        return topics;
    }

    /** What the first look did not bring: what was told of sources and of cases that are not the open one. */
    private static Future<List<Digest>> digests(
            SqlConnection tx, Task task, Set<String> news, @Nullable OpenCase open) {
        Set<String> missing = new HashSet<>(news);
        task.digests().forEach(d -> missing.remove(d.topic()));
        if (open != null) {
            missing.remove(Telling.caseTopic(open.id()));
        }
        if (missing.isEmpty()) {
            return Future.succeededFuture(task.digests());
        }
        return Digests.of(tx, missing).map(found -> {
            List<Digest> all = new ArrayList<>(task.digests());
            all.addAll(found);
            return all;
        });
    }

    private static Future<Void> store(SqlConnection tx, Batch batch, Growth growth, List<Sighted> sighted) {
        Batch.Unknown unknown = batch.unknown(sighted);
        return Future.all(
                        CaseWrites.store(tx, sighted),
                        CaseWrites.grow(tx, growth),
                        CaseWrites.count(tx, Batch.standings(sighted)),
                        CaseWrites.countUnknown(tx, unknown.domains(), unknown.days()),
                        CaseWrites.moveCursor(
                                tx, sighted.get(sighted.size() - 1).seq()))
                .mapEmpty();
    }

    /**
     * Stores the verdict and tells what there is to tell. The verdict is thought out while the database works, and
     * waited for whatever happens there: a rollback must not find it half taken.
     *
     * @param stored what the verdict's rows refer to
     */
    private Future<List<Dispatch>> conclude(
            SqlConnection tx, Future<Void> stored, Telling.Plan plan, Future<Verdicts.Taken> taken, Instant now) {
        Future<List<Telling.Told>> composed = telling.compose(tx, plan, now);
        return Future.join(stored, composed, taken)
                .compose(v -> telling.composeVerdicts(tx, plan, taken.result(), now))
                .compose(ofVerdicts -> {
                    List<Telling.Told> told = new ArrayList<>(composed.result());
                    told.addAll(ofVerdicts);
                    Future<Void> campaigns =
                            VerdictWrites.campaigns(tx, taken.result().made());
                    Future<Void> verdict =
                            VerdictWrites.verdict(tx, taken.result().verdict());
                    Future<List<Dispatch>> messages = telling.tell(tx, told, now);
                    return Future.all(campaigns, verdict, messages).compose(w -> messages);
                });
    }

    /** For the metrics, which count rows. */
    private static Map<Standing, Long> counted(List<Sighted> sighted) {
        Map<Standing, Long> rows = new HashMap<>();
        sighted.forEach(s -> rows.merge(s.standing(), 1L, Long::sum));
        return rows;
    }
}
