package io.barium.provider.kit;

import java.net.URI;
import java.util.Map;

/**
 * The GET by which something is fetched.
 *
 * @param uri absolute; {@code https}
 * @param headers credentials among them
 * @param maxBytes that the content may have
 */
public record FetchRequest(URI uri, Map<String, String> headers, int maxBytes) {
    @Override
    public String toString() {
        return "GET " + uri.getHost();
    }
}
