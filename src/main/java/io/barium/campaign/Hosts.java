package io.barium.campaign;

import io.barium.provider.kit.RegistrableDomain;
import java.net.IDN;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Host names and domains of links and addresses. */
final class Hosts {
    private static final int LONGEST = 253;

    private Hosts() {}

    /** The host of an absolute link, lower-case; {@code null} when there is none. */
    static @Nullable String ofLink(String link) {
        int scheme = link.indexOf("://");
        if (scheme < 0) {
            return null;
        }
        int start = scheme + 3;
        int end = start;
        while (end < link.length() && "/?#\\".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        String authority = link.substring(start, end);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int port = host.lastIndexOf(':');
        return name(port > host.lastIndexOf(']') ? host.substring(0, port) : host);
    }

    /**
     * Host and path, without what is drawn anew for each recipient; {@code null} when the link has no path to speak of.
     */
    static @Nullable String page(String link) {
        String host = ofLink(link);
        int path = link.indexOf('/', link.indexOf("://") + 3);
        if (host == null || path < 0) {
            return null;
        }
        int end = path;
        while (end < link.length() && "?#".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        return end - path < 4 || end - path > 200 ? null : host + link.substring(path, end);
    }

    /** The domain of an address, lower-case; {@code null} when there is none. */
    static @Nullable String ofAddress(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? null : name(address.substring(at + 1));
    }

    /** What somebody registered of a host. */
    static String registrable(String host) {
        return RegistrableDomain.of(host);
    }

    /** A host with its international labels as people see them. */
    static String unicode(String host) {
        return IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED);
    }

    private static @Nullable String name(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        while (name.endsWith(".") || name.endsWith(">")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean usable =
                !name.isEmpty() && name.length() <= LONGEST && name.chars().noneMatch(Character::isWhitespace);
        return usable ? name : null;
    }
}
