package io.barium.intake;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of contacts this process holds that are not in the journal yet, over all ways in. Past the bound a
 * contact is refused for now and its provider comes again, so that a flood cannot exhaust the heap.
 */
public final class InFlight {
    private static final Logger log = LoggerFactory.getLogger(InFlight.class);
    /** Calls and messages are no larger, and most of those who bring them do not come again. */
    private static final long SMALL = 64 << 10;

    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long max;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lastTold = new AtomicLong(System.nanoTime() - SELDOM_NANOS);

    /**
     * A budget.
     *
     * @param max bytes at most, a quarter of them for small contacts alone; a single contact is let in whatever its
     *     size, or it could never come in
     */
    public InFlight(long max) {
        this.max = max;
    }

    /** Bytes at most. */
    public long max() {
        return max;
    }

    /** Bytes held now. */
    public long held() {
        return held.get();
    }

    /** Whether there is room for so many bytes at this moment. */
    public boolean hasRoom(long bytes) {
        long now = held.get();
        return now == 0 || now + bytes <= most(bytes) || refuse(now);
    }

    /** Up to where one of a size may fill the budget. */
    private long most(long size) {
        return size <= SMALL ? max : max - max / 4;
    }

    /** A flood is not to become one of log lines. */
    private boolean refuse(long now) {
        refused.incrementAndGet();
        long told = lastTold.get();
        long nanos = System.nanoTime();
        if (nanos - told >= SELDOM_NANOS && lastTold.compareAndSet(told, nanos)) {
            log.warn(
                    "contacts asked to come again inFlightBytes={} http.maxInFlightBytes={} refused={}",
                    now,
                    max,
                    refused.getAndSet(0));
        }
        return false;
    }

    /** A contact's share, empty as yet. */
    public Share open() {
        return new Share();
    }

    /** What one contact holds. For one thread at a time. */
    public final class Share implements AutoCloseable {
        private long own;

        private Share() {}

        /**
         * Takes more, before it is allocated.
         *
         * @return whether there was room; if not, the share stays as it was
         */
        public boolean grow(long bytes) {
            while (true) {
                long now = held.get();
                if (now != own && now + bytes > most(own + bytes)) {
                    return refuse(now);
                }
                if (held.compareAndSet(now, now + bytes)) {
                    own += bytes;
                    return true;
                }
            }
        }

        /** Gives everything back; again, it does nothing. */
        @Override
        public void close() {
            held.addAndGet(-own);
            own = 0;
        }
    }
}
