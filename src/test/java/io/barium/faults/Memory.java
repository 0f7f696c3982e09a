package io.barium.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples the resident memory of a process, in MB, until it is closed. */
final class Memory implements AutoCloseable {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    /** Of a serial or G1 heap: {@code total 262144K, used 41234K}. */
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private static final int EVERY_MS = 250;

    private final long pid;
    private final List<Integer> samples = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    Memory(long pid) {
        this.pid = pid;
        var unused = timer.scheduleAtFixedRate(this::sample, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void sample() {
        try {
            Matcher m = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            if (m.find()) {
                samples.add(Integer.parseInt(m.group(1)) / 1024);
            }
        } catch (IOException gone) {
            timer.shutdown();
        }
    }

    /** The most within the part of the samples from one fraction to another. */
    synchronized int most(double from, double to) {
        return samples.subList((int) (samples.size() * from), (int) Math.ceil(samples.size() * to)).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /** Heap that is reachable, in MB: what a full collection leaves. */
    static int liveHeap(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        Matcher m = USED.matcher(jcmd(pid, "GC.heap_info"));
        int used = 0;
        while (m.find()) {
            used += Integer.parseInt(m.group(1));
        }
        return used / 1024;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(out);
        }
        return out;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
