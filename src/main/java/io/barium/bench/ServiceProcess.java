package io.barium.bench;

import io.barium.db.EmbeddedServer;
import io.barium.db.PostgresAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real service as a process of its own, seen from outside: HTTP, its settings file, its database, {@code /proc}.
 */
final class ServiceProcess implements AutoCloseable {
    private static final int PATIENCE_MS = 60_000;
    private static final int LOOK_MS = 200;
    /** Less CPU than this in {@link #LOOK_MS}, service and database together, is idling. */
    private static final long QUIET_MICROS = 20_000;

    private static final long QUIET_PATIENCE_MS = 30_000;

    private final Process process;
    private final Path dataDir;
    private final Path log;
    private final int port;

    private ServiceProcess(Process process, Path dataDir, Path log, int port) {
        this.process = process;
        this.dataDir = dataDir;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it, without waiting until it is ready.
     *
     * @param name of its directory in the workplace: the same name finds the same data again
     * @param options of the JVM beside the launcher's
     */
    static ServiceProcess start(Workplace place, String name, BenchSettings settings, List<String> options)
            throws IOException {
        Path home = Files.createDirectories(place.path(name));
        Path dataDir = home.resolve("data");
        Path config = Files.writeString(home.resolve("barium.yaml"), settings.yaml(dataDir));
        Path log = home.resolve("log");
        Process process = place.start(Jvm.command(options, "serve", "--config", config.toString()), log);
        return new ServiceProcess(process, dataDir, log, settings.httpPort());
    }

    /** Waits until it is ready. */
    ServiceProcess ready() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (true) {
            try {
                if (status("/health/live") == 200) {
                    return this;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IOException("the service does not start:\n" + Files.readString(log), e);
                }
            }
            pause(LOOK_MS / 10);
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Its own database, on the embedded server. */
    PostgresAddress database() throws IOException {
        return database("barium");
    }

    /** A database beside it, made where it is missing. */
    PostgresAddress database(String name) throws IOException {
        try (EmbeddedServer server = EmbeddedServer.join(dataDir)) {
            return server.database(name);
        }
    }

    /** CPU of its PostgreSQL with all its backends, in microseconds. */
    long databaseCpuMicros() throws IOException {
        String pid = Files.readAllLines(dataDir.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip();
        return Proc.familyCpuMicros(Long.parseLong(pid));
    }

    /** Whether it still runs. */
    boolean alive() {
        return process.isAlive();
    }

    /**
     * Waits until service and database have nothing left to do, such as the casework that a slice leaves behind.
     *
     * @return whether they came to rest within 30 s
     */
    boolean quiet() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(QUIET_PATIENCE_MS);
        long before = Proc.cpuMicros(pid()) + databaseCpuMicros();
        while (System.nanoTime() < end) {
            pause(LOOK_MS);
            long now = Proc.cpuMicros(pid()) + databaseCpuMicros();
            if (now - before <= QUIET_MICROS) {
                return true;
            }
            before = now;
        }
        return false;
    }

    /** What {@code /metrics} says: series without labels, by name. */
    Map<String, Double> metrics() throws IOException {
        Map<String, Double> values = new HashMap<>();
        HttpURLConnection connection = connection("/metrics");
        try (var in = connection.getInputStream()) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                int blank = line.indexOf(' ');
                if (blank > 0 && line.charAt(0) != '#') {
                    values.put(line.substring(0, blank), Double.parseDouble(line.substring(blank + 1)));
                }
            }
        }
        return values;
    }

    /** Status of a GET. */
    int status(String path) throws IOException {
        return connection(path).getResponseCode();
    }

    private HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    /** What it has logged. */
    String log() throws IOException {
        return Files.readString(log);
    }

    static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it as an operator would, and waits. */
    @Override
    public void close() {
        Workplace.end(process);
    }
}
