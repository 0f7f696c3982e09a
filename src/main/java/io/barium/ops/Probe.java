package io.barium.ops;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a running service whether it is ready; for container health checks, where there is no curl. Depends on the JDK
 * alone.
 */
public final class Probe {
    private static final int PATIENCE_MS = 4_000;

    private Probe() {}

    /** Ends with 0 when the service on {@code BARIUM_HTTP_PORT} is ready, with 1 otherwise. */
    public static void main(String[] args) {
        String port = System.getenv().getOrDefault("BARIUM_HTTP_PORT", "8080");
        System.exit(ready(port) ? 0 : 1);
    }

    static boolean ready(String port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            return connection.getResponseCode() == 200;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
