package io.barium.provider.kit;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched.
 *
 * @param contentType as the server said; {@code null} when it did not
 * @param body at most what was allowed
 * @param at when it was here
 */
public record Fetched(@Nullable String contentType, byte[] body, Instant at) {
    /** Media type in lower case, without parameters; empty when missing. */
    public String mediaType() {
        String type = contentType == null ? "" : contentType;
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
