package io.barium.provider.kit;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The domains that signed a mail (RFC 6376), for providers that say whether a signature passed, and not which. */
public final class DkimSignatures {
    private DkimSignatures() {}

    /** The domain that signed; none when there are several signatures, because it is not said which one passed. */
    public static List<String> onlyDomain(MailHeaders headers) {
        List<String> signatures = headers.all("DKIM-Signature");
        String domain = signatures.size() == 1 ? domain(signatures.get(0)) : null;
        return domain == null ? List.of() : List.of(domain);
    }

    /** Whether there is a signature of that domain. */
    public static boolean has(MailHeaders headers, String domain) {
        return headers.all("DKIM-Signature").stream().anyMatch(s -> domain.equalsIgnoreCase(domain(s)));
    }

    private static @Nullable String domain(String signature) {
        String domain = HeaderParameters.parse("dkim;" + signature).get("d");
        return domain == null || domain.isBlank() ? null : TextBounds.name(domain.toLowerCase(Locale.ROOT));
    }
}
