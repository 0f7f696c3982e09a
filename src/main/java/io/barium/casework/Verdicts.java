package io.barium.casework;

import io.barium.inference.Level;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the contacts so far say, in memory: a pure replay of the journal, made again whenever it is in doubt, which is
 * after a start, after a failed transaction and when the registry, the exposures or the counts of customers have grown.
 * Never two pieces of work at once. Casework does not wait for it: what is missed here is made good by the next replay.
 */
final class Verdicts {
    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);
    /** A verdict costs some tens of milliseconds; where the level stays, one a second is enough. */
    private static final Duration REST = Duration.ofSeconds(1);
    /** Nobody may have told that facts have grown. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** So long contacts wait for a replay. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** So long new accesses may wait. */
    private static final Duration REPLAY_EVERY = Duration.ofMinutes(15);

    private final Vertx vertx;
    private final VerdictReplay replay;
    private final Clock clock;
    // A replay may end beside the turns of casework, on another thread.
    private volatile VerdictReplay.@Nullable Memory memory;
    private volatile Instant looked = Instant.MIN;
    private volatile @Nullable Verdict newest;
    private volatile Instant madeAt = Instant.MIN;
    private volatile Instant replayedAt = Instant.MIN;
    private volatile Instant failedAt = Instant.MIN;
    private volatile boolean due;
    /** Whether casework has come further than the memory, or may have. */
    private volatile boolean behind;
    /** Whether the memory is being brought to where casework is; until it is there, nothing else may touch it. */
    private volatile boolean goingOn;

    private volatile @Nullable Future<Void> replaying;
    /** Rows that were replayed and miss their campaigns in the database. */
    private volatile List<Observations.Made> unstored = List.of();

    Verdicts(Vertx vertx, VerdictReplay replay, Clock clock) {
        this.vertx = vertx;
        this.replay = replay;
        this.clock = clock;
    }

    /**
     * What there is to store.
     *
     * @param made observations whose campaigns are to be stored
     * @param verdict on the open case, where it is a new one
     * @param before the one before it
     */
    record Taken(
            List<Observations.Made> made,
            @Nullable Verdict verdict,
            @Nullable Verdict before) {
        static final Taken NOTHING = new Taken(List.of(), null, null);
    }

    /** The facts may have grown: look before the next batch. */
    void doubt() {
        looked = Instant.MIN;
    }

    /** Another process may have judged and told meanwhile. */
    void overtaken() {
        behind = true;
    }

    /** A transaction failed, or nobody knows what became of it: what was taken may not be in the database. */
    void forget() {
        memory = null;
        newest = null;
        madeAt = Instant.MIN;
    }

    /**
     * Replays the journal where that is needed, outside of a transaction. That can take longer than contacts may wait:
     * then it goes on beside them, and what they bring is taken when it is done. Never fails.
     */
    Future<Void> ready(SqlClient client) {
        Future<Void> running = replaying;
        if (running != null) {
            if (!running.isComplete()) {
                return Future.succeededFuture();
            }
            replaying = null;
        }
        Instant now = clock.instant();
        VerdictReplay.Memory known = memory;
        if (known != null && behind) {
            return patiently(goOn(client, known));
        }
        boolean failed = known == null && failedAt.plus(LOOK_EVERY).isAfter(now) && !failedAt.isAfter(now);
        if (failed) {
            return Future.succeededFuture();
        }
        boolean fresh = known != null && !looked.plus(LOOK_EVERY).isBefore(now) && !looked.isAfter(now);
        if (fresh) {
            return Future.succeededFuture();
        }
        Future<Void> work = RegisteredReads.marks(client)
                .compose(marks -> known != null && (known.marks().equals(marks) || canWait(known.marks(), marks, now))
                        ? Future.succeededFuture()
                        : replay.upToCursor(client, marks).map(replayed -> take(replayed, now)))
                .onSuccess(v -> looked = now)
                .recover(e -> {
                    log.error("verdicts cannot be made, contacts are told without them", e);
                    memory = null;
                    failedAt = now;
                    return Future.succeededFuture();
                });
        return patiently(work);
    }

    private Future<Void> patiently(Future<Void> work) {
        replaying = work;
        return work.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private @Nullable Void take(VerdictReplay.Replayed replayed, Instant now) {
        memory = replayed.memory();
        told(replayed.newest());
        unstored = replayed.unstored();
        replayedAt = now;
        due = true;
        behind = true;
        return null;
    }

    /** What is compared with from now on, unless a later one is being stored. */
    private void told(@Nullable Verdict stored) {
        Verdict known = newest;
        boolean later = stored == null
                || known == null
                || known.caseId() != stored.caseId()
                || known.basis().seq() <= stored.basis().seq();
        newest = later ? stored : known;
    }

    private Future<Void> goOn(SqlClient client, VerdictReplay.Memory known) {
        behind = false;
        goingOn = true;
        return replay.goOn(client, known)
                .map(replayed -> {
                    told(replayed.newest());
                    List<Observations.Made> all = new ArrayList<>(unstored);
                    all.addAll(replayed.unstored());
                    unstored = all;
                    due = true;
                    return (Void) null;
                })
                .recover(e -> {
                    log.error("verdicts cannot go on, they are made again", e);
                    forget();
                    return Future.succeededFuture();
                })
                .onComplete(done -> goingOn = false);
    }

    /** Accesses are read every few minutes, and a replay of many contacts takes seconds. */
    private boolean canWait(RegisteredReads.Marks known, RegisteredReads.Marks newer, Instant now) {
        boolean recent = replayedAt.plus(REPLAY_EVERY).isAfter(now) && !replayedAt.isAfter(now);
        return recent && known.registry() == newer.registry();
    }

    /**
     * Takes a batch of judged rows.
     *
     * @param cursor journal row up to which casework had come before it
     */
    Future<Taken> take(long cursor, Batch batch, List<Sighted> sighted, @Nullable OpenCase open) {
        VerdictReplay.Memory known = memory;
        if (known == null || goingOn || known.seq() != cursor) {
            behind = known != null && (goingOn || known.seq() < cursor);
            if (!behind) {
                forget();
            }
            return Future.succeededFuture(Taken.NOTHING);
        }
        return vertx.executeBlocking(() -> {
                    List<Observations.Made> made = new ArrayList<>(unstored);
                    unstored = List.of();
                    for (int i = 0; i < sighted.size(); i++) {
                        JournalRow row = batch.rows().get(i);
                        VerdictReplay.Step step = known.take(sighted.get(i), row.receivedAt(), batch.contact(i));
                        if (step.made() != null) {
                            made.add(step.made());
                        }
                        if (step.changed()) {
                            due = true;
                        }
                    }
                    return verdict(known, made, open);
                })
                .recover(this::without);
    }

    /** Contacts must be told whatever becomes of the verdict. */
    private Future<Taken> without(Throwable e) {
        log.error("no verdict could be made", e);
        forget();
        return Future.succeededFuture(Taken.NOTHING);
    }

    /** Where no contacts came: what was put off, and what has been replayed. */
    Future<Taken> rest(@Nullable OpenCase open) {
        VerdictReplay.Memory known = memory;
        if (known == null || goingOn || ((!due || open == null) && unstored.isEmpty())) {
            return Future.succeededFuture(Taken.NOTHING);
        }
        return vertx.executeBlocking(() -> {
                    List<Observations.Made> made = unstored;
                    unstored = List.of();
                    return verdict(known, made, open);
                })
                .recover(this::without);
    }

    private Taken verdict(VerdictReplay.Memory known, List<Observations.Made> made, @Nullable OpenCase open) {
        if (open == null || !known.inquiry().knows(open.id())) {
            return new Taken(made, null, null);
        }
        Verdict last = newest;
        Verdict before = last != null && last.caseId() == open.id() ? last : null;
        Level reached = before == null ? Level.QUIET : before.level();
        boolean higher = known.inquiry().level(open.id()).compareTo(reached) > 0
                || (known.inquiry().registryKnown() && (before == null || !before.registryKnown()));
        if (!higher && (!due || rests(before))) {
            return new Taken(made, null, null);
        }
        due = false;
        Verdict verdict = known.inquiry().verdict(open.id(), reached);
        if (verdict.equals(before)) {
            return new Taken(made, null, null);
        }
        newest = verdict;
        madeAt = clock.instant();
        return new Taken(made, verdict, before);
    }

    private boolean rests(@Nullable Verdict before) {
        Instant now = clock.instant();
        return before != null && madeAt.plus(REST).isAfter(now) && !madeAt.isAfter(now);
    }
}
