package io.barium.intake;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of this process. While one batch commits, what arrives waits; the next batch is whatever waited.
 * Callers are answered after the commit of their batch.
 *
 * <p>The writer knows the head of its chain by heart, because nobody else extends it. When the fate of a batch is
 * unknown (the connection broke around the commit), it leaves that chain and starts a new one; the unique event id
 * tells which entries had made it.
 */
public final class JournalWriter implements Journal {
    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);
    private static final int MAX_ROWS = 512;
    private static final int MAX_BYTES = 16 << 20;

    private record Waiting(Prepared row, Promise<Receipt> answer) {}

    private record Event(String source, String id) {}

    private final JournalTable table;
    private final Context context;
    private final Runnable committed;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private volatile boolean committing = true;
    private boolean writing;
    private @Nullable UUID chain;
    private long position;
    private byte[] head = Chain.NOTHING;

    /**
     * A writer on Barium's database.
     *
     * @param committed called after every commit that stored something, on the writer's context
     */
    public JournalWriter(Vertx vertx, Pool pool, Runnable committed) {
        this.table = new JournalTable(pool);
        this.context = vertx.getOrCreateContext();
        this.committed = committed;
    }

    @Override
    public Future<Receipt> append(Entry entry) {
        Prepared row = Prepared.of(entry);
        Promise<Receipt> answer = Promise.promise();
        context.runOnContext(v -> {
            waiting.add(new Waiting(row, answer));
            write();
        });
        return answer.future();
    }

    /** Whether the last attempt to commit succeeded. */
    public boolean committing() {
        return committing;
    }

    /** Completes when everything that was appended before has been answered. */
    public Future<Void> drained() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> awaitIdle(done));
        return done.future();
    }

    private void awaitIdle(Promise<Void> done) {
        if (writing || !waiting.isEmpty()) {
            context.owner().setTimer(5, t -> context.runOnContext(v -> awaitIdle(done)));
        } else {
            done.complete();
        }
    }

    private void write() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        writing = true;
        List<Waiting> batch = new ArrayList<>();
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < MAX_ROWS && bytes < MAX_BYTES) {
            Waiting next = waiting.remove();
            bytes += next.row().weight();
            batch.add(next);
        }
        insert(batch).onComplete(r -> settled());
    }

    private void settled() {
        writing = false;
        write();
    }

    /** Inserts the batch, answers everybody in it, and never fails. */
    private Future<Void> insert(List<Waiting> batch) {
        List<Waiting> distinct = distinct(batch);
        if (distinct.isEmpty()) {
            return Future.succeededFuture();
        }
        return openChain()
                .compose(id -> {
                    List<Prepared> rows = distinct.stream().map(Waiting::row).toList();
                    List<byte[]> hashes = new ArrayList<>(rows.size());
                    byte[] last = head;
                    for (int i = 0; i < rows.size(); i++) {
                        last = Chain.hash(last, id, position + i, rows.get(i));
                        hashes.add(last);
                    }
                    return table.insert(id, position, head, rows, hashes).onSuccess(v -> {
                        position += rows.size();
                        head = hashes.get(hashes.size() - 1);
                    });
                })
                .compose(
                        v -> {
                            committing = true;
                            distinct.forEach(w -> w.answer().complete(Receipt.STORED));
                            committed.run();
                            return Future.succeededFuture();
                        },
                        failure -> recover(distinct, failure));
    }

    private Future<Void> recover(List<Waiting> batch, Throwable failure) {
        if (JournalTable.isDuplicate(failure)) {
            return table.known(batch.stream().map(Waiting::row).toList())
                    .compose(known -> {
                        List<Waiting> fresh = new ArrayList<>();
                        for (int i = 0; i < batch.size(); i++) {
                            Receipt receipt = known.get(i);
                            if (receipt == null) {
                                fresh.add(batch.get(i));
                            } else {
                                batch.get(i).answer().complete(receipt);
                            }
                        }
                        if (fresh.size() == batch.size()) {
                            chain = null;
                        }
                        return insert(fresh);
                    })
                    .recover(e -> giveUp(batch, e));
        }
        if (JournalTable.isRejected(failure) && batch.size() > 1) {
            Future<Void> oneByOne = Future.succeededFuture();
            for (Waiting w : batch) {
                oneByOne = oneByOne.compose(v -> insert(List.of(w)));
            }
            return oneByOne;
        }
        return giveUp(batch, failure);
    }

    private Future<Void> giveUp(List<Waiting> batch, Throwable failure) {
        chain = null;
        committing = false;
        log.error("journal cannot commit rows={} cause={}", batch.size(), failure.toString());
        batch.forEach(w -> w.answer().tryFail(failure));
        return Future.succeededFuture();
    }

    /** The same event twice in one batch: the later ones get the answer that a later batch would give. */
    private static List<Waiting> distinct(List<Waiting> batch) {
        Map<Event, Waiting> first = new LinkedHashMap<>();
        for (Waiting w : batch) {
            Waiting earlier =
                    first.putIfAbsent(new Event(w.row().source(), w.row().eventId()), w);
            if (earlier != null) {
                Receipt again = same(earlier.row(), w.row()) ? Receipt.KNOWN : Receipt.CONFLICT;
                earlier.answer().future().onComplete(r -> {
                    if (r.succeeded()) {
                        w.answer().tryComplete(again);
                    } else {
                        w.answer().tryFail(r.cause());
                    }
                });
            }
        }
        return List.copyOf(first.values());
    }

    /** A provider that sends an event again may pack it anew; what counts is what it says. */
    private static boolean same(Prepared a, Prepared b) {
        return Arrays.equals(a.rawSha256(), b.rawSha256())
                || (a.contact() != null && a.contact().equals(b.contact()));
    }

    private Future<UUID> openChain() {
        UUID open = chain;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        return table.lastHash().map(last -> {
            UUID fresh = UUID.randomUUID();
            chain = fresh;
            position = 0;
            head = last;
            return fresh;
        });
    }
}
