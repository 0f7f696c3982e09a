package io.barium.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A temporary directory and the processes started in it. All of it is gone after closing, or after Ctrl-C. */
final class Workplace implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Path dir;
    private final List<Process> children = new ArrayList<>();
    private final Thread atExit = new Thread(this::clear, "bench-clear");
    private boolean cleared;

    Workplace() throws IOException {
        this.dir = Files.createTempDirectory("barium-bench");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A path below the directory. */
    Path path(String name) {
        return dir.resolve(name);
    }

    /** A TCP port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a child with no settings in its environment but those of its command line.
     *
     * @param log takes what it says
     */
    synchronized Process start(List<String> command, Path log) throws IOException {
        if (cleared) {
            throw new IOException("ending");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        Process child = builder.start();
        children.add(child);
        return child;
    }

    /** Ends a child: it is asked first. */
    static void end(Process child) {
        child.destroy();
        try {
            if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void clear() {
        cleared = true;
        children.forEach(Process::destroy);
        children.forEach(Workplace::end);
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path left : all) {
                if (left.endsWith("postmaster.pid")) {
                    endServer(left);
                }
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("cannot remove " + dir + ": " + e.getMessage());
        }
    }

    /** A child that had to be killed leaves its PostgreSQL behind. */
    private static void endServer(Path pidFile) throws IOException {
        List<String> lines = Files.readAllLines(pidFile);
        ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(p -> p.info().command().orElse("").endsWith("postgres"))
                .ifPresent(server -> {
                    server.destroy();
                    server.onExit()
                            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .exceptionally(e -> server)
                            .join();
                });
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process is ending already, and the hook clears
        }
        clear();
    }
}
