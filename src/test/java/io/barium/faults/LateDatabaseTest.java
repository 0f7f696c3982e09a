package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.barium.App;
import io.barium.config.FaultySettings;
import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import io.barium.provider.Providers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A service that starts before its database is fit to be worked with. */
class LateDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    private Postgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = new Postgres(dir.resolve("postgres"));
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void a_server_that_comes_back_before_its_database_is_restored_is_waited_for() throws Exception {
        PostgresAddress late = postgres.database("late");
        postgres.stop();
        try (App app = App.start(settings(late), Clock.systemUTC(), null)) {
            assertThat(post(app)).isEqualTo(200);
            assertThat(casework(app)).startsWith("DEGRADED: has not begun").contains("refused");
            postgres.start();
            await().atMost(PATIENCE).until(() -> casework(app).contains("\"late\" does not exist"));
            postgres.create("late");
            app.ready().await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(app.newPassword()).isPresent();
            assertThat(app.newApiKey()).isPresent();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(casework(app)).startsWith("UP").contains(" 0 contacts wait");
                assertThat(count(late, "journal")).isOne();
                assertThat(count(late, "sighting")).isOne();
            });
        }
    }

    @Test
    void a_database_that_does_not_exist_is_a_setting_to_mend_when_its_server_answers_at_the_start() throws Exception {
        Settings settings = settings(postgres.database("nowhere"));
        assertThatThrownBy(() -> App.start(settings, Clock.systemUTC(), null))
                .hasMessageContaining("\"nowhere\" does not exist");
    }

    private Settings settings(PostgresAddress database) throws FaultySettings {
        return SettingsReader.read(
                null,
                Map.of(
                        "BARIUM_DATA_DIR", dir.resolve("data").toString(),
                        "BARIUM_HTTP_PORT", "0",
                        "BARIUM_HTTP_HOST", "127.0.0.1",
                        "BARIUM_SMTP_ENABLED", "false",
                        "BARIUM_DATABASE_URL", database.jdbcUrl().replace("jdbc:", ""),
                        "BARIUM_SOURCES_0_ID", "events",
                        "BARIUM_SOURCES_0_PROVIDER", "generic",
                        "BARIUM_SOURCES_0_SECRETS_0", "name:secret"),
                Providers.variants());
    }

    private static int post(App app) throws Exception {
        String basic = Base64.getEncoder().encodeToString("name:secret".getBytes(StandardCharsets.US_ASCII));
        HttpRequest call = HttpRequest.newBuilder(uri(app, "/hooks/events"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"type\": \"call\", \"id\": \"c-1\", \"from\": \"+13035550100\", \"to\": \"+12125550123\"}"))
                .build();
        return HTTP.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String casework(App app) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(uri(app, "/health/ready")).build();
        String said = HTTP.send(ask, HttpResponse.BodyHandlers.ofString()).body();
        return new Health(new JsonObject(said)).component("casework");
    }

    private static URI uri(App app, String path) {
        return URI.create("http://127.0.0.1:" + app.httpPort() + path);
    }

    private static long count(PostgresAddress database, String table) throws SQLException {
        try (Connection c = DriverManager.getConnection(database.jdbcUrl(), database.username(), null);
                ResultSet rows = c.createStatement().executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
