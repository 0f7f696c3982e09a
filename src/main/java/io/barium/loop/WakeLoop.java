package io.barium.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a piece of work whenever it is woken, and once a second for what nobody woke it for: what a crash, another
 * process or a due time left behind. Never two pieces at once; being woken during one means one more after it.
 */
public final class WakeLoop {
    private static final Logger log = LoggerFactory.getLogger(WakeLoop.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long SETTLE_MS = 5;

    private final Vertx vertx;
    private final Context context;
    private final String name;
    private final Supplier<Future<Integer>> work;
    private long timer = -1;
    private final long restNanos;
    private boolean working;
    private boolean again;
    private boolean resting;
    private boolean stopped;
    private long restedAt = System.nanoTime();

    /**
     * A loop without rest, not yet started.
     *
     * @param name for the log
     * @param work a piece of work; when it fails it is tried again at the next look
     */
    public WakeLoop(Vertx vertx, String name, Supplier<Future<Integer>> work) {
        this(vertx, name, Duration.ZERO, work);
    }

    /**
     * A loop, not yet started.
     *
     * @param rest after a piece, so that under load pieces are few and large; who wakes it later than that waits for
     *     nothing
     */
    public WakeLoop(Vertx vertx, String name, Duration rest, Supplier<Future<Integer>> work) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.name = name;
        this.restNanos = rest.toNanos();
        this.work = work;
    }

    /** Begins. */
    public void start() {
        context.runOnContext(v -> {
            timer = vertx.setPeriodic(LOOK_EVERY_MS, t -> look());
            look();
        });
    }

    /** There is work: look now. From any thread. */
    public void wake() {
        context.runOnContext(v -> look());
    }

    /** Ends; completes when the piece in hand is done. */
    public Future<Void> stop() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            stopped = true;
            vertx.cancelTimer(timer);
            awaitIdle(done);
        });
        return done.future();
    }

    private void look() {
        if (working || resting || stopped) {
            again = true;
            return;
        }
        long rest = restedAt - System.nanoTime();
        if (rest > 0) {
            resting = true;
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)), t -> {
                resting = false;
                look();
            });
            return;
        }
        working = true;
        again = false;
        begin().onComplete(done -> {
            if (done.failed()) {
                log.warn(
                        "{} cannot go on, will try again cause={}",
                        name,
                        done.cause().toString());
            }
            context.runOnContext(v -> {
                working = false;
                restedAt = System.nanoTime() + restNanos;
                if (again && done.succeeded()) {
                    look();
                }
            });
        });
    }

    private Future<Integer> begin() {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void awaitIdle(Promise<Void> done) {
        if (working) {
            vertx.setTimer(SETTLE_MS, t -> awaitIdle(done));
        } else {
            done.complete();
        }
    }
}
