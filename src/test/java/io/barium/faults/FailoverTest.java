package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.App;
import io.barium.config.SettingsReader;
import io.barium.db.PostgresAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The database's host is gone without a word, again and again, and another answers at its address. */
class FailoverTest {
    private static final int CUTS = 3;
    private static final int PERSONAS = 20;
    private static final int PER_SECOND = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    /**
     * The service finds its connections silent after ten seconds; TCP would give them up after a quarter of an hour.
     */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Figures FIGURES = new Figures();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @AfterAll
    static void print() {
        FIGURES.print("the database's host is gone without a word");
    }

    @Test
    void nothing_is_lost_and_alerts_go_on() throws Exception {
        try (Site site = Site.external(dir, PERSONAS, "1s");
                Cable cable = new Cable(site.database().port())) {
            Service listed = site.add("");
            String url = "postgresql://127.0.0.1:" + cable.port() + "/"
                    + site.database().database();
            var settings = SettingsReader.read(
                    listed.config(), Map.of("BARIUM_DATABASE_URL", url), io.barium.provider.Providers.variants());
            try (App app = App.start(settings, Clock.systemUTC(), null);
                    Providers load = new Providers("failover", site.targets(), PERSONAS, 17)) {
                app.ready().await();
                Tally.Before before = site.before();
                load.start(PER_SECOND).awaitAcked(40, PATIENCE);
                for (int cut = 0; cut < CUTS; cut++) {
                    cable.cut();
                    load.awaitAcked(60, PATIENCE);
                    await("the journal goes on").atMost(SOON).until(() -> !spooling(app));
                }
                load.settle(PATIENCE);
                Tally tally = site.tally(load, before, PATIENCE);
                FIGURES.add(tally, "cut " + CUTS + " times, refused " + load.refusals());
                tally.assertNothingIsLost();
                await("all that was told is noted, so no alert waits for the host that is gone")
                        .atMost(SOON)
                        .until(() -> unsettled(site.database()) == 0);
                assertThat(askedAtOnce(app, 2 * settings.database().poolSize())).containsOnly(200);
            }
        }
    }

    private static boolean spooling(App app) throws Exception {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.httpPort() + "/metrics"))
                .build();
        String text = HttpClient.newHttpClient()
                .send(metrics, BodyHandlers.ofString())
                .body();
        return !text.contains("\nbarium_spool_depth 0.0\n");
    }

    private static int unsettled(PostgresAddress database) throws SQLException {
        try (Connection c = DriverManager.getConnection(database.jdbcUrl(), database.username(), "");
                ResultSet r = c.createStatement().executeQuery("select count(*) from outbox where state <> 'SENT'")) {
            r.next();
            return r.getInt(1);
        }
    }

    /** What the API answers to so many who ask for contacts at the same time. */
    private static List<Integer> askedAtOnce(App app, int askers) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + app.httpPort() + "/api/v1/contacts"))
                .header("Authorization", "Bearer faults-key")
                .timeout(SOON)
                .build();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, askers)
                .mapToObj(
                        i -> client.sendAsync(request, BodyHandlers.ofString()).thenApply(a -> a.statusCode()))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }
}
