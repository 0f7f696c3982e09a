package io.barium.faults;

import static org.awaitility.Awaitility.await;

import io.barium.Main;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own that can be killed and started again on the same ports. */
final class Service implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    final Target target = new Target(freePort(), freePort());
    private final Path config;
    private final Path log;
    private final List<String> jvm;
    private final String role;
    private Process process;

    /**
     * A service, not yet started.
     *
     * @param home directory for its data, its configuration and its log
     * @param settings YAML without the listeners
     * @param role of the process; empty for the default
     * @param jvm options of its JVM
     */
    Service(Path home, String settings, String role, List<String> jvm) throws IOException {
        Files.createDirectories(home);
        this.config = home.resolve("barium.yaml");
        this.log = home.resolve("barium.log");
        this.role = role;
        this.jvm = List.copyOf(jvm);
        Files.writeString(
                config,
                "dataDir: " + home.resolve("data") + "\n"
                        + "http: {host: 127.0.0.1, port: %d}\n".formatted(target.httpPort())
                        + "smtp: {host: 127.0.0.1, port: %d, hostname: mx.%s, maxConnectionsPerMinute: 1000000}\n"
                                .formatted(target.smtpPort(), Canaries.DOMAIN)
                        + settings);
    }

    /** Begins to start; {@link #awaitLive} tells when it answers. */
    Service launch() throws IOException {
        List<String> command = command();
        command.addAll(List.of("serve", "--config", config.toString()));
        if (!role.isEmpty()) {
            command.addAll(List.of("--role", role));
        }
        process = builder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return this;
    }

    Service start() throws IOException {
        return launch().awaitLive();
    }

    /** Waits until its listeners answer. */
    Service awaitLive() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the service ended with " + process.exitValue() + "\n" + logTail());
            }
            return live();
        });
        return this;
    }

    private boolean live() {
        try {
            return get("/health/live").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL: nothing of it runs any more when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** A page of it. */
    HttpResponse<String> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(target.http() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Health as the service tells it. */
    Health health() throws IOException {
        return new Health(new JsonObject(get("/health/ready").body()));
    }

    /** A gauge or counter without labels, as {@code /metrics} shows it; -1 when it is not there. */
    double metric(String name) throws IOException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(-1);
    }

    long pid() {
        return process.pid();
    }

    Path config() {
        return config;
    }

    Path home() {
        return config.getParent();
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private String logTail() throws IOException {
        String all = log();
        return all.substring(Math.max(0, all.length() - 4_000));
    }

    /** What {@code barium verify} prints on its database; ends with its exit code. */
    String verify() throws IOException, InterruptedException {
        List<String> command = command();
        command.addAll(List.of("verify", "--config", config.toString()));
        Process verify = builder(command).start();
        String out;
        try (var reader = verify.inputReader()) {
            out = String.join("\n", reader.lines().toList());
        }
        return out + "\nexit " + verify.waitFor();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Most are over before the better compiler has paid for itself.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(jvm);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "-Dlogback.configurationFile=logback.xml"));
        command.add(Main.class.getName());
        return command;
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        return builder;
    }

    /**
     * A port below those that systems lend to outgoing connections: nobody takes it while the service is down. It is
     * given once, because it stays free until something listens.
     */
    private static int freePort() {
        return ThreadLocalRandom.current()
                .ints(15_000, 32_000)
                .filter(port -> isFree(port) && GIVEN.add(port))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Ends it as a service manager does; kills it when that takes too long. */
    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
