package io.barium.provider.kit;

import crawlercommons.domains.EffectiveTldFinder;
import java.net.IDN;
import java.util.Locale;

/** What somebody registered of a host name: one label below a public suffix (publicsuffix.org). */
public final class RegistrableDomain {
    private RegistrableDomain() {}

    /**
     * The registrable domain, in lower-case ASCII. Below a top-level domain that nobody knows it is the last two
     * labels; a public suffix and an IP address are returned as they are.
     */
    public static String of(String host) {
        String ascii = ascii(host);
        String known = EffectiveTldFinder.getAssignedDomain(ascii, true, false);
        if (known != null) {
            return known;
        }
        if (isAddress(ascii) || EffectiveTldFinder.getEffectiveTLD(ascii) != null) {
            return ascii;
        }
        int last = ascii.lastIndexOf('.');
        return ascii.substring(last <= 0 ? 0 : ascii.lastIndexOf('.', last - 1) + 1);
    }

    /** Whether a name ends in a suffix that exists and has a registrable domain. */
    static boolean isKnown(String host) {
        return EffectiveTldFinder.getAssignedDomain(ascii(host), true, false) != null;
    }

    private static boolean isAddress(String host) {
        int last = host.lastIndexOf('.') + 1;
        return host.startsWith("[") || (last < host.length() && Character.isDigit(host.charAt(last)));
    }

    private static String ascii(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
