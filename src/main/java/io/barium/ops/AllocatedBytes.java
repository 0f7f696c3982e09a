package io.barium.ops;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * {@code barium_jvm_allocated_bytes}: what the threads that now live have allocated on the heap since they began. The
 * difference of two readings, divided by the requests between them, is what a request costs.
 */
public final class AllocatedBytes {
    private AllocatedBytes() {}

    /** Adds the gauge, on JVMs that count; it costs nothing until it is read. */
    public static void register(MeterRegistry meters) {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
            Gauge.builder("barium.jvm.allocated", threads, AllocatedBytes::sum)
                    .description("allocated on the heap by the threads that now live")
                    .baseUnit("bytes")
                    .register(meters);
        }
    }

    private static double sum(ThreadMXBean threads) {
        // A thread that has ended since its id was read counts -1.
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
