package io.barium.ops;

import io.barium.config.Secret;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may see more than whether the service is up. Counters tell a stranger whether the address that he has just used
 * is a canary; so they are for who knows {@code http.metricsToken} or, where none is set, for this machine.
 */
final class Inside {
    /** A proxy on this machine that says so speaks for others. */
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private static final String BEARER = "Bearer ";

    private final @Nullable Secret token;

    /** @param token {@code null} for none */
    Inside(@Nullable Secret token) {
        this.token = token;
    }

    /** Whether this request may. */
    boolean admits(HttpServerRequest request) {
        if (token == null) {
            return isLocal(request.remoteAddress())
                    && FORWARDED.stream().noneMatch(name -> request.headers().contains(name));
        }
        String given = request.headers().get(HttpHeaders.AUTHORIZATION);
        return given != null
                && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        bytes(token.reveal()),
                        bytes(given.substring(BEARER.length()).strip()));
    }

    /** What who is refused should do. */
    String advice() {
        return token == null
                ? "only for requests of this machine; set http.metricsToken (BARIUM_HTTP_METRICS_TOKEN) and send it as"
                        + " Authorization: Bearer"
                : "needs Authorization: Bearer with http.metricsToken";
    }

    static boolean isLocal(@Nullable SocketAddress peer) {
        String address = peer == null ? null : peer.hostAddress();
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
