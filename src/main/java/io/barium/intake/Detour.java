package io.barium.intake;

import io.barium.intake.ChainWriter.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way round the database while it cannot commit: into the {@link Spool}, and back from there in order. Called on
 * the writer's context, one thing at a time.
 */
final class Detour {
    private static final Logger log = LoggerFactory.getLogger(Detour.class);
    private static final long FIRST_TRY_MS = 200;
    private static final long LAST_TRY_MS = 2_000;

    private final Vertx vertx;
    private final Spool spool;
    private final WorkerExecutor disk;
    private final Commits commits;
    private final Runnable wake;
    private volatile boolean open;
    private boolean due;
    private boolean drainedLast;
    /** Since the last try, for what the spool does not take. */
    private boolean askedInVain;

    private long wait = FIRST_TRY_MS;

    /**
     * A detour, closed.
     *
     * @param commits to the database
     * @param wake called when it is time to try the database again
     */
    Detour(Vertx vertx, Spool spool, Commits commits, Runnable wake) {
        this.vertx = vertx;
        this.spool = spool;
        this.disk = vertx.createSharedWorkerExecutor("spool", 1);
        this.commits = commits;
        this.wake = wake;
    }

    /** Begins with what an earlier process left in the spool. */
    void start() {
        if (spool.depth() > 0) {
            log.warn("spool holds contacts of an earlier start depth={}", spool.depth());
            open = true;
            due = true;
            wake.run();
        }
    }

    /** Whether everything has to go this way. */
    boolean open() {
        return open;
    }

    long depth() {
        return spool.depth();
    }

    /** The database could not commit these rows, or nobody knows whether it did: opens the detour with them. */
    Future<List<Outcome>> take(List<Prepared> rows, Throwable failure) {
        if (!open) {
            log.error(
                    "journal cannot commit, contacts go to the spool rows={} cause={}",
                    rows.size(),
                    failure.toString());
            open = true;
            wait = FIRST_TRY_MS;
            tryLater();
        }
        return keep(rows);
    }

    /**
     * Keeps rows on disk. What the disk does not take the database may, ahead of what waits; when it does not either,
     * it is asked no more until it was tried again, because callers would have to wait for that.
     */
    Future<List<Outcome>> append(List<Prepared> rows) {
        return keep(rows).recover(full -> {
            if (askedInVain) {
                return Future.failedFuture(full);
            }
            log.warn("spool fails, the database is asked instead rows={} cause={}", rows.size(), full.toString());
            return commits.settle(rows, true).recover(failure -> {
                askedInVain = true;
                full.addSuppressed(failure);
                return Future.failedFuture(full);
            });
        });
    }

    private Future<List<Outcome>> keep(List<Prepared> rows) {
        drainedLast = false;
        return disk.executeBlocking(() -> spool.append(rows), true)
                .map(receipts -> receipts.stream().map(Outcome::of).toList());
    }

    /**
     * Whether the next thing to do is to journal what waits on disk. Contacts that arrive take turns with it, but for
     * the last stretch, in which they wait, because otherwise it would never end.
     */
    boolean due(boolean nobodyWaits) {
        return open && due && (!drainedLast || nobodyWaits || spool.depth() <= JournalWriter.MAX_ROWS);
    }

    /** Journals the oldest contacts on disk; closes the detour when there are none. Never fails. */
    Future<Void> drain() {
        drainedLast = true;
        return disk.executeBlocking(() -> spool.oldest(JournalWriter.MAX_ROWS, JournalWriter.MAX_BYTES), true)
                .compose(rows -> rows.isEmpty() ? close() : drain(rows, true))
                .recover(failure -> {
                    waits(failure);
                    return Future.succeededFuture();
                });
    }

    private Future<Void> drain(List<Spool.Waiting> rows, boolean awaited) {
        return commits.settle(rows.stream().map(Spool.Waiting::row).toList(), awaited)
                .compose(outcomes -> contradicting(rows, outcomes, awaited))
                .compose(outcomes -> {
                    wait = FIRST_TRY_MS;
                    askedInVain = false;
                    List<Spool.Waiting> refused = refused(rows, outcomes);
                    return disk.executeBlocking(
                            () -> {
                                spool.settled(rows, refused);
                                return null;
                            },
                            true);
                });
    }

    /** Who sent them was told that they are kept, so they are, but not as the contacts that they claim to be. */
    private Future<List<Outcome>> contradicting(List<Spool.Waiting> rows, List<Outcome> outcomes, boolean awaited) {
        List<Prepared> others = new ArrayList<>();
        Map<UUID, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            if (outcomes.get(i).receipt() == Receipt.CONFLICT) {
                Prepared row = rows.get(i).row();
                log.error(
                        "spooled contact is journalled as unreadable: its event has another content there source={} event={}",
                        row.source(),
                        row.eventId());
                Prepared other = row.contradicting();
                List<Integer> same = places.computeIfAbsent(other.key(), k -> new ArrayList<>());
                if (same.isEmpty()) {
                    others.add(other);
                }
                same.add(i);
            }
        }
        if (others.isEmpty()) {
            return Future.succeededFuture(outcomes);
        }
        return commits.settle(others, awaited).map(written -> {
            List<Outcome> out = new ArrayList<>(outcomes);
            int n = 0;
            for (List<Integer> same : places.values()) {
                Outcome became = written.get(n++);
                same.forEach(i -> out.set(i, became));
            }
            return out;
        });
    }

    private static List<Spool.Waiting> refused(List<Spool.Waiting> rows, List<Outcome> outcomes) {
        List<Spool.Waiting> refused = new ArrayList<>();
        Throwable why = null;
        for (int i = 0; i < rows.size(); i++) {
            Throwable cause = outcomes.get(i).refused();
            if (cause != null) {
                refused.add(rows.get(i));
                why = cause;
            }
        }
        if (why != null) {
            log.error(
                    "database refuses contacts that were acknowledged, they stay in the spool until the next start contacts={} cause={}",
                    refused.size(),
                    why.toString());
        }
        return refused;
    }

    private Future<Void> close() {
        log.info("spool is empty, contacts go to the journal again");
        open = false;
        due = false;
        return Future.succeededFuture();
    }

    /**
     * With the oldest contact alone, beside those that arrive: a database that does not answer keeps what it was sent
     * in memory, and nobody waiting for it. So it may take its time too.
     */
    private void tryLater() {
        due = false;
        vertx.setTimer(
                wait,
                t -> disk.executeBlocking(() -> spool.oldest(1, JournalWriter.MAX_BYTES), true)
                        .compose(oldest -> oldest.isEmpty() ? Future.succeededFuture() : drain(oldest, false))
                        .onSuccess(done -> {
                            due = true;
                            wake.run();
                        })
                        .onFailure(this::waits));
        wait = Math.min(2 * wait, LAST_TRY_MS);
    }

    private void waits(Throwable cause) {
        askedInVain = false;
        log.info("spool waits for the database depth={} cause={}", spool.depth(), cause.toString());
        tryLater();
    }
}
