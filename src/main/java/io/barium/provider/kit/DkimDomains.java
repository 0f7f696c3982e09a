package io.barium.provider.kit;

import java.util.List;
import java.util.Locale;

/** The domains that signed a mail, as its DKIM-Signature headers (RFC 6376) name them. */
public final class DkimDomains {
    private DkimDomains() {}

    /**
     * The domain of the only signature, for providers that say that a mail passed but not by which signature; none when
     * there are several, since the one that passed may be any of them.
     */
    public static List<String> ofOnlySignature(MailHeaders headers) {
        List<String> signatures = headers.all("DKIM-Signature");
        if (signatures.size() != 1) {
            return List.of();
        }
        String domain = HeaderParameters.parse("dkim;" + signatures.get(0)).get("d");
        return domain == null || domain.isBlank()
                ? List.of()
                : List.of(TextBounds.name(domain.toLowerCase(Locale.ROOT)));
    }
}
