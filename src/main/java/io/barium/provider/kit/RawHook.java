package io.barium.provider.kit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider's request as it came: nothing decoded, nothing dropped.
 *
 * @param method HTTP method, upper-case
 * @param target path and query as on the request line, undecoded
 * @param headers by lower-case name, values in order
 * @param body raw bytes
 * @param receivedAt when the last byte was here
 */
public record RawHook(
        String method, String target, Map<String, List<String>> headers, byte[] body, Instant receivedAt) {

    /** First value of a header; {@code null} when it is missing. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** The undecoded query, without question mark; {@code null} when there is none. */
    public @Nullable String rawQuery() {
        int q = target.indexOf('?');
        return q < 0 ? null : target.substring(q + 1);
    }

    /** The undecoded path. */
    public String rawPath() {
        int q = target.indexOf('?');
        return q < 0 ? target : target.substring(0, q);
    }

    /** Media type in lower case, without parameters; empty when missing. */
    public String mediaType() {
        String type = header("content-type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
