package io.barium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted party found out about a mail's sender. Without one everything is {@link AuthResult#NONE}.
 *
 * @param spf SPF of the envelope sender
 * @param spfDomain the domain that SPF looked at
 * @param dkim the best DKIM result
 * @param dkimDomains signing domains ({@code d=}) whose signatures passed, lower-case
 * @param dmarc DMARC of the From header's domain
 * @param reportedBy who says so: a provider's name or an authserv-id; {@code null} when nobody did
 * @param spamScore the provider's spam score, in its own units
 */
public record MailAuthentication(
        AuthResult spf,
        @Nullable String spfDomain,
        AuthResult dkim,
        List<String> dkimDomains,
        AuthResult dmarc,
        @Nullable String reportedBy,
        @Nullable Double spamScore) {

    /** Nobody trusted has said anything. */
    public static final MailAuthentication UNKNOWN =
            new MailAuthentication(AuthResult.NONE, null, AuthResult.NONE, List.of(), AuthResult.NONE, null, null);
}
