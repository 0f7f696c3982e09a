package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service in a process of its own whose heap is far smaller than what is sent to it at once. */
class SmallHeapTest {
    private static final String KEY = "mailgun-key";
    private static final Pattern READY = Pattern.compile("ready role=ALL http_port=(\\d+)");
    private static final byte[] ATTACHMENT = new byte[1 << 20];

    @TempDir
    private Path dir;

    @Test
    void five_hundred_megabytes_at_once_are_all_taken_by_a_heap_of_256() throws Exception {
        allAreTaken(TestDatabase.migrated(), 500, false);
    }

    @Test
    void two_hundred_are_taken_although_the_database_stands_still_meanwhile() throws Exception {
        allAreTaken(TestDatabase.migrated(), 200, true);
    }

    @Test
    void millions_of_values_that_strangers_send_are_not_held() throws Exception {
        byte[] body = ("[" + "{},".repeat(3_000_000) + "{}]").getBytes(StandardCharsets.US_ASCII);
        Path output = Path.of("target", "small-heap-json.log");
        Process service = start(TestDatabase.migrated(), output);
        ExecutorService senders = Executors.newFixedThreadPool(6);
        try {
            int port = port(service, output);
            List<Future<String>> all = new ArrayList<>();
            for (String source : List.of("mail", "sns", "bandwidth", "sinch", "vonage", "bird")) {
                all.add(senders.submit(() -> {
                    try (Wire wire = new Wire(port)) {
                        wire.send("POST /hooks/" + source + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Type: application/json\r\nContent-Length: " + body.length
                                        + "\r\n\r\n")
                                .send(body);
                        return source + " " + wire.line();
                    }
                }));
            }
            for (Future<String> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).containsPattern("401|503");
            }
            assertThat(Files.readString(output)).doesNotContain("OutOfMemoryError", "hook failed");
        } finally {
            senders.shutdownNow();
            service.destroy();
            service.waitFor(30, TimeUnit.SECONDS);
            service.destroyForcibly();
        }
    }

    private void allAreTaken(PostgresAddress database, int mails, boolean standsStill) throws Exception {
        new Random(3).nextBytes(ATTACHMENT);
        Path output = Path.of("target", "small-heap.log");
        Process service = start(database, output);
        ExecutorService senders = Executors.newFixedThreadPool(mails);
        AtomicInteger refused = new AtomicInteger();
        try (Connection other = connect(database)) {
            int port = port(service, output);
            if (standsStill) {
                other.setAutoCommit(false);
                other.createStatement().execute("lock table journal in access exclusive mode");
            }
            CountDownLatch together = new CountDownLatch(mails);
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < mails; i++) {
                String token = String.format("%050d", i);
                all.add(senders.submit(() -> {
                    together.countDown();
                    together.await();
                    return untilTaken(port, token, refused);
                }));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get(240, TimeUnit.SECONDS)).isEqualTo(200);
            }
            assertThat(refused.get()).as("asked to come again").isPositive();
            if (standsStill) {
                other.rollback();
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(events(other)).isEqualTo(mails));
            assertThat(service.isAlive()).isTrue();
            assertThat(Files.readString(output)).doesNotContain("OutOfMemoryError");
        } finally {
            senders.shutdownNow();
            service.destroy();
            service.waitFor(30, TimeUnit.SECONDS);
            service.destroyForcibly();
        }
    }

    private Process start(PostgresAddress database, Path output) throws IOException {
        Path config = Files.writeString(
                dir.resolve("barium.yaml"), """
                http: {host: 127.0.0.1, port: 0}
                smtp: {enabled: false}
                database: {url: "postgresql://%s:%d/%s", username: postgres}
                sources:
                  - {id: mail, provider: mailgun, secrets: [%s]}
                  - {id: sns, provider: ses, topics: ["arn:aws:sns:us-east-1:123456789012:mail"]}
                  - {id: bandwidth, provider: bandwidth, secrets: ["user:password"]}
                  - {id: sinch, provider: sinch, secrets: ["key:c2VjcmV0"]}
                  - {id: vonage, provider: vonage, secrets: [secret]}
                  - {id: bird, provider: messagebird, secrets: [secret], publicUrl: "https://h.example"}
                """.formatted(database.host(), database.port(), database.database(), KEY));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        // It is over before the better compiler has paid for itself.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=logback.xml",
                        Main.class.getName(),
                        "serve",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BARIUM_"));
        builder.environment()
                .putAll(Map.of("BARIUM_DATA_DIR", dir.resolve("data").toString(), "BARIUM_API_KEY", "k".repeat(32)));
        return builder.start();
    }

    private static int port(Process service, Path output) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !service.isAlive()
                        || READY.matcher(Files.readString(output)).find());
        try {
            Matcher ready = READY.matcher(Files.readString(output));
            assertThat(ready.find()).as(Files.readString(output)).isTrue();
            return Integer.parseInt(ready.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends like a provider: what is not answered with 200 comes again a little later. */
    private static int untilTaken(int port, String token, AtomicInteger refused) {
        byte[] form = form(token);
        byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
        String head = "POST /hooks/mail HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                + (form.length + ATTACHMENT.length + end.length) + "\r\n\r\n";
        while (!Thread.currentThread().isInterrupted()) {
            try (Wire wire = new Wire(port)) {
                wire.send(head).offer(form);
                wire.offer(ATTACHMENT);
                wire.offer(end);
                String status = wire.line();
                if (status.startsWith("HTTP/1.1 200")) {
                    return 200;
                } else if (!status.isEmpty() && !status.startsWith("HTTP/1.1 503")) {
                    throw new AssertionError("expected 200 or 503, found " + status);
                }
            } catch (UncheckedIOException e) {
                refused.incrementAndGet();
            }
            refused.incrementAndGet();
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(100, 1_000)));
        }
        return 0;
    }

    private static byte[] form(String token) {
        String at = Long.toString(Instant.now().getEpochSecond());
        String[] fields = {
            "timestamp",
            at,
            "token",
            token,
            "signature",
            signature(at + token),
            "recipient",
            "ann@ours.example",
            "sender",
            "mallory@evil.example",
            "subject",
            "holiday " + token,
            "body-plain",
            "see the picture"
        };
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            out.append("--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(fields[i], fields[i + 1]));
        }
        return out.append("--b\r\nContent-Disposition: form-data; name=\"attachment-1\"; filename=\"p.jpg\"\r\n"
                        + "Content-Type: image/jpeg\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(PostgresAddress a) throws SQLException {
        return DriverManager.getConnection(a.jdbcUrl(), a.username(), a.password());
    }

    private static int events(Connection c) throws SQLException {
        try (ResultSet r = c.createStatement()
                .executeQuery("select count(distinct event_id) from journal where raw_size > 1000000")) {
            r.next();
            return r.getInt(1);
        }
    }
}
