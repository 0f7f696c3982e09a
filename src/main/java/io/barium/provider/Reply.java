package io.barium.provider;

import java.util.Map;

/**
 * What a provider is answered.
 *
 * @param status HTTP status code
 * @param contentType media type of the body; empty for no body
 * @param body text, may be empty
 * @param headers further headers
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

    /** A status and a short plain text for whoever reads the provider's log. */
    public static Reply text(int status, String body) {
        return new Reply(status, "text/plain; charset=utf-8", body, Map.of());
    }

    /** A status alone. */
    public static Reply empty(int status) {
        return new Reply(status, "", "", Map.of());
    }

    /** XML in the provider's call-control language. */
    public static Reply xml(String body) {
        return new Reply(200, "text/xml; charset=utf-8", body, Map.of());
    }
}
