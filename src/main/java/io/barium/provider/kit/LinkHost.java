package io.barium.provider.kit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a link leads, read as a browser or mail program reads it, which is more than RFC 3986 allows. */
final class LinkHost {
    private static final int LONGEST = 255;

    private LinkHost() {}

    /** The host, lower-case; {@code null} for what leads to no host. */
    static @Nullable String of(String target) {
        // Browsers drop these wherever they stand and take a backslash for a slash.
        String link = target.replaceAll("[\\t\\r\\n]", "").replace('\\', '/').strip();
        String lower = link.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            String address = decoded(link.substring(7).split("\\?", 2)[0]);
            int at = address.lastIndexOf('@');
            return at < 0 ? null : host(address.substring(at + 1));
        }
        if (lower.startsWith("http:") || lower.startsWith("https:")) {
            return authority(link.substring(link.indexOf(':') + 1));
        }
        return link.startsWith("//") ? authority(link) : null;
    }

    private static @Nullable String authority(String rest) {
        int start = 0;
        while (start < rest.length() && rest.charAt(start) == '/') {
            start++;
        }
        int end = start;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(start, end);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.lastIndexOf(':');
        return host(decoded(port > host.lastIndexOf(']') ? host.substring(0, port) : host));
    }

    private static @Nullable String host(String name) {
        String host = name.strip().toLowerCase(Locale.ROOT);
        return host.isEmpty() || host.length() > LONGEST ? null : host;
    }

    private static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new String(PercentEncoding.decode(bytes, 0, bytes.length, false), StandardCharsets.UTF_8);
    }
}
