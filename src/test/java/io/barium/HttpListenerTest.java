package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.barium.config.Settings.Http;
import io.barium.config.SettingsReader;
import io.barium.provider.Providers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpListenerTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_port_that_is_taken_is_told_with_the_setting_to_mend() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> HttpListener.start(vertx, http(port), request -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on http.port " + port + " (BARIUM_HTTP_PORT)");
        }
    }

    @Test
    void a_first_head_that_comes_a_byte_at_a_time_is_cut_off() throws Exception {
        try (Wire wire = new Wire(listening(SHORT, LONG).port()).send("GET / HTTP/1.1\r\n")) {
            trickleUntilCutOff(wire);
        }
    }

    @Test
    void who_has_brought_a_request_has_longer_for_the_next() throws Exception {
        try (Wire wire = new Wire(listening(SHORT, LONG).port())) {
            request(wire);
            assertThat(wire.silentFor(3_000)).isTrue();
            request(wire);
        }
    }

    @Test
    void who_has_brought_a_request_does_not_have_for_ever_for_the_next() throws Exception {
        try (Wire wire = new Wire(listening(SHORT, SHORT).port())) {
            request(wire);
            wire.send("GET / HTTP/1.1\r\n");
            trickleUntilCutOff(wire);
        }
    }

    private HttpListener listening(Duration first, Duration next) throws Exception {
        return HttpListener.start(
                vertx, http(0), request -> request.response().end("."), () -> new Lifetimes(vertx, first, next));
    }

    private static Http http(int port) throws Exception {
        return SettingsReader.read(
                        null,
                        Map.of("BARIUM_HTTP_HOST", "127.0.0.1", "BARIUM_HTTP_PORT", String.valueOf(port)),
                        Providers.variants())
                .http();
    }

    private static void request(Wire wire) {
        wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(wire.line()).isEqualTo("HTTP/1.1 200 OK");
        await().until(() -> wire.line().isEmpty());
        assertThat(wire.bytes(1)).isEqualTo(".");
    }

    private static void trickleUntilCutOff(Wire wire) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !wire.offer(new byte[] {'a'}));
    }
}
