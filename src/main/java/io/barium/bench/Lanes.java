package io.barium.bench;

import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A closed loop over futures: so many lanes, each of which begins its next operation when the one before has ended. */
final class Lanes {
    /** Operations in a second that are counted at most. */
    private static final int MOST = 400_000;

    private static final int PATIENCE_SECONDS = 30;

    private final long[] nanos;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch open;
    private final Supplier<@Nullable Future<?>> operation;
    private final long end;

    private Lanes(int size, long end, double seconds, Supplier<@Nullable Future<?>> operation) {
        this.nanos = new long[(int) (MOST * seconds)];
        this.open = new CountDownLatch(size);
        this.operation = operation;
        this.end = end;
    }

    /**
     * Runs; blocks.
     *
     * @param operation begins one; {@code null} when there is none left
     * @throws IOException when an operation failed
     */
    static Slice run(int size, double seconds, Supplier<@Nullable Future<?>> operation) throws IOException {
        long start = System.nanoTime();
        Lanes lanes = new Lanes(size, start + (long) (seconds * 1e9), seconds, operation);
        for (int i = 0; i < size; i++) {
            lanes.next();
        }
        try {
            if (!lanes.open.await((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("operations do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Throwable failed = lanes.failure.get();
        if (failed != null) {
            throw new IOException("an operation failed", failed);
        }
        int n = Math.min(lanes.done.get(), lanes.nanos.length);
        return Slice.of((System.nanoTime() - start) / 1e9, n, lanes.nanos, n);
    }

    private void next() {
        long began = System.nanoTime();
        Future<?> begun = began < end && failure.get() == null ? operation.get() : null;
        if (begun == null) {
            open.countDown();
            return;
        }
        begun.onComplete(result -> {
            if (result.failed()) {
                failure.compareAndSet(null, result.cause());
            }
            int i = done.getAndIncrement();
            if (i < nanos.length) {
                nanos[i] = System.nanoTime() - began;
            }
            next();
        });
    }
}
