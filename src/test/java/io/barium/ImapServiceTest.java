package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.json.JsonObject;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with a mailbox that it reads. */
@SuppressWarnings("try") // the service works without being asked
class ImapServiceTest {
    @TempDir
    Path dir;

    private final PostgresAddress database = TestDatabase.migrated();
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private GreenMailUser user;

    @BeforeEach
    void open() {
        server.start();
        user = server.setUser("box@elsewhere.example", "box", "pw");
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private Settings settings() throws Exception {
        Path file = Files.writeString(dir.resolve("barium.yaml"), """
                dataDir: %s
                http: {host: 127.0.0.1, port: 0}
                smtp: {enabled: false}
                database: {url: "postgresql://%s:%d/%s", username: %s}
                domains: [ours.example]
                imap: [{id: box, host: 127.0.0.1, port: %d, tls: false, username: box, password: pw}]
                """.formatted(
                        dir,
                        database.host(),
                        database.port(),
                        database.database(),
                        database.username(),
                        server.getImap().getPort()));
        return SettingsReader.read(file, Map.of(), Map.of());
    }

    private void deliver(String subject) throws Exception {
        String raw = "Delivered-To: ann@ours.example\r\nFrom: m@evil.example\r\nMessage-ID: <" + subject
                + "@evil.example>\r\nSubject: " + subject + "\r\n\r\ntext\r\n";
        user.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String get(App app, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void a_mail_in_the_mailbox_becomes_a_contact_and_health_and_metrics_have_the_mailbox() throws Exception {
        deliver("one");
        try (App app = App.start(settings(), Clock.systemUTC(), null)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Journalled.rows(database).size() == 1);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> get(app, "/health/ready").contains("is read as mail comes"));
            JsonObject health = new JsonObject(get(app, "/health/ready"));
            assertThat(health.getJsonArray("components").stream()
                            .map(c -> ((JsonObject) c).getString("name") + " " + ((JsonObject) c).getString("status")))
                    .contains("imap.box UP");
            assertThat(get(app, "/metrics")).contains("barium_imap_total{mailbox=\"box\",outcome=\"JOURNALLED\"} 1.0");
        }
        deliver("two");
        try (App app = App.start(settings(), Clock.systemUTC(), null)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Journalled.rows(database).size() == 2);
        }
        assertThat(Journalled.rows(database)).extracting(Journalled::source).containsOnly("box");
    }
}
