package io.barium.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
    private boolean working;
    private boolean again;
    private boolean stopped;

    /**
     * A loop, not yet started.
     *
     * @param name for the log
     * @param work a piece of work; when it fails it is tried again at the next look
     */
    public WakeLoop(Vertx vertx, String name, Supplier<Future<Integer>> work) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.name = name;
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
        if (working || stopped) {
            again = true;
            return;
        }
        working = true;
        again = false;
        work.get().onComplete(done -> {
            if (done.failed()) {
                log.warn(
                        "{} cannot go on, will try again cause={}",
                        name,
                        done.cause().toString());
            }
            context.runOnContext(v -> {
                working = false;
                if (again && done.succeeded()) {
                    look();
                }
            });
        });
    }

    private void awaitIdle(Promise<Void> done) {
        if (working) {
            vertx.setTimer(SETTLE_MS, t -> awaitIdle(done));
        } else {
            done.complete();
        }
    }
}
