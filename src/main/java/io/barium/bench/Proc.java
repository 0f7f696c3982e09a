package io.barium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process (proc(5)). */
final class Proc {
    /** Ticks of {@code /proc/PID/stat}: USER_HZ is 100 on every Linux that runs Java. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int UTIME = 11;

    private Proc() {}

    /** Microseconds of CPU, user and system, that the process has used, to 10 ms. */
    static long cpuMicros(long pid) throws IOException {
        String[] fields = stat(pid);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * MICROS_PER_TICK;
    }

    /** The same of a process with its living children and those that it has waited for. */
    static long familyCpuMicros(long pid) throws IOException {
        String[] fields = stat(pid);
        long micros = cpuMicros(pid)
                + (Long.parseLong(fields[UTIME + 2]) + Long.parseLong(fields[UTIME + 3])) * MICROS_PER_TICK;
        try (Stream<ProcessHandle> children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children)) {
            for (ProcessHandle child : children.toList()) {
                micros += cpuMicrosIfAlive(child.pid());
            }
        }
        return micros;
    }

    /** A child that has ended meanwhile is among those that its parent has waited for at the next look. */
    private static long cpuMicrosIfAlive(long pid) {
        try {
            return cpuMicros(pid);
        } catch (IOException ended) {
            return 0;
        }
    }

    /**
     * Memory in bytes.
     *
     * @param field {@code VmRSS} for what is resident now, {@code VmHWM} for the most that ever was
     */
    static long memory(long pid, String field) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + field + " of process " + pid));
    }

    /** The fields behind the name, which may hold blanks and parentheses: the first one is the state. */
    private static String[] stat(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }
}
