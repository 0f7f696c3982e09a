package io.barium;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.provider.Providers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpListenerTest {

    @Test
    void a_port_that_is_taken_is_told_with_the_setting_to_mend() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());
            Settings settings = SettingsReader.read(
                    null, Map.of("BARIUM_HTTP_HOST", "127.0.0.1", "BARIUM_HTTP_PORT", port), Providers.variants());
            assertThatThrownBy(() -> HttpListener.start(vertx, settings.http(), request -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on http.port " + port + " (BARIUM_HTTP_PORT)");
        } finally {
            vertx.close().await();
        }
    }
}
