package io.barium.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.TestClock;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.Fetched;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio's requests may make us fetch, and what nobody's may. */
class FetcherTest {
    private static final String HOST = "api.twilio.com";
    private static final long PATIENCE_MS = 30_000;

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final Provider twilio = Objects.requireNonNull(Providers.byId("twilio"));
    private final Source source = new Source("main", "twilio", List.of(new Secret("token")), null, null, null, "US");
    private Elsewhere elsewhere;
    private Fetcher fetcher;

    @BeforeEach
    void open() {
        elsewhere = new Elsewhere(vertx, directory, HOST);
        fetcher = new Fetcher(vertx, elsewhere, new TestClock(Instant.parse("2026-11-23T12:00:00Z")));
    }

    @AfterEach
    void close() {
        elsewhere.close();
        vertx.close().await();
    }

    @Test
    void fetches_with_the_providers_credentials() {
        elsewhere.serve(
                HOST,
                r -> r.response()
                        .putHeader("content-type", "audio/x-wav")
                        .end(r.path() + " " + r.getHeader("authorization")));
        Fetched content = get("https://" + HOST + "/Recordings/RE1.wav");
        String basic = "Basic " + Base64.getEncoder().encodeToString("AC1:token".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(content.body(), StandardCharsets.UTF_8)).isEqualTo("/Recordings/RE1.wav " + basic);
        assertThat(content.mediaType()).isEqualTo("audio/x-wav");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.twilio.com/x",
                "https://user@api.twilio.com/x",
                "https://api.twilio.com:8443/x",
                "https://api.twilio.com/x#f",
                "//api.twilio.com/x",
                "file:///etc/passwd",
                "https:///x",
                "",
                "https://[::1]/x",
                "https://api.twilio.com.evil.example/",
                "https://evilapi.twilio.com/",
                "https://api.twilio.com@evil.example/",
                "https://127.0.0.1/",
                "https://API.twilio.com\\@evil.example/"
            })
    void other_addresses_than_the_providers_are_not_asked(String url) {
        elsewhere.serve(HOST, r -> r.response().end());
        assertThatThrownBy(() -> get(url)).isInstanceOf(FetchFailed.class);
        assertThat(elsewhere.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.7", "169.254.169.254", "::1", "fd00::7", "::ffff:192.168.0.1"})
    void a_name_that_means_a_private_address_is_not_asked(String address) throws UnknownHostException {
        elsewhere.resolve(HOST, address);
        assertThatThrownBy(() -> get("https://" + HOST + "/x")).hasMessageContaining("private or special network");
    }

    @Test
    void what_is_said_of_a_long_host_is_short() {
        assertThatThrownBy(() -> get("https://" + "a.".repeat(1_500) + "example/x"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(300));
    }

    @Test
    void redirects_are_not_followed() {
        elsewhere.serve(
                HOST,
                r -> r.response()
                        .setStatusCode(302)
                        .putHeader("location", "https://" + HOST + "/other")
                        .end());
        assertThatThrownBy(() -> get("https://" + HOST + "/x")).hasMessage(HOST + " answered 302");
        assertThat(elsewhere.asked).hasSize(1);
    }

    @Test
    void what_is_too_large_is_cut_off() {
        elsewhere.serve(HOST, r -> {
            r.response().setChunked(true);
            for (int i = 0; i < 40; i++) {
                r.response().write(io.vertx.core.buffer.Buffer.buffer(new byte[1 << 20]));
            }
            r.response().end();
        });
        assertThatThrownBy(() -> get("https://" + HOST + "/x")).hasMessageContaining("sends more than");
    }

    @Test
    void who_does_not_answer_is_not_waited_for() {
        elsewhere.serve(HOST, r -> {});
        assertThatThrownBy(() -> begin("/x", 300).await()).isInstanceOf(FetchFailed.class);
    }

    @Test
    void however_many_did_not_answer_the_next_fetch_is_made() {
        elsewhere.serve(HOST, r -> {
            if (r.path().equals("/silent")) {
                return;
            }
            if (r.path().equals("/stops")) {
                r.response().setChunked(true).write("half of it");
                return;
            }
            r.response().end("x");
        });
        for (int i = 0; i < 10; i++) {
            String path = i % 2 == 0 ? "/silent" : "/stops";
            assertThatThrownBy(() -> begin(path, 300).await())
                    .isInstanceOf(FetchFailed.class)
                    .hasMessageStartingWith(HOST + ": ");
        }
        assertThat(get("https://" + HOST + "/x").body()).isEqualTo(new byte[] {'x'});
        assertThat(elsewhere.asked).hasSize(11);
    }

    @Test
    void a_fetch_that_waits_for_a_connection_is_given_up_in_time_and_never_asked_for_later() {
        List<HttpServerRequest> unanswered = new CopyOnWriteArrayList<>();
        elsewhere.serve(HOST, unanswered::add);
        List<Future<Fetched>> ahead = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ahead.add(begin("/ahead", PATIENCE_MS));
        }
        Awaitility.await().until(() -> unanswered.size() == 8);
        assertThatThrownBy(() -> begin("/late", 300).await()).isInstanceOf(FetchFailed.class);
        unanswered.forEach(r -> r.response().end("x"));
        Future.all(ahead).await();
        elsewhere.serve(HOST, r -> r.response().end(r.path()));
        assertThat(get("https://" + HOST + "/next").body()).asString().isEqualTo("/next");
        assertThat(elsewhere.asked).hasSize(9);
    }

    @Test
    void a_certificate_for_another_name_is_refused() {
        String other = "api.dublin.ie1.twilio.com";
        elsewhere.serve(other, r -> r.response().end("x"));
        assertThatThrownBy(() -> get("https://" + other + "/x")).isInstanceOf(FetchFailed.class);
        assertThat(elsewhere.asked).isEmpty();
    }

    private Future<Fetched> begin(String path, long patienceMs) {
        Fetch fetch = new Fetch("recording", "https://" + HOST + path, Map.of("account", "AC1"));
        return fetcher.get(twilio, fetch, source, patienceMs);
    }

    private Fetched get(String url) {
        return fetcher.get(twilio, new Fetch("recording", url, Map.of("account", "AC1")), source, PATIENCE_MS)
                .await();
    }
}
