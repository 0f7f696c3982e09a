package io.barium.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted party found out about a mail's sender. Without one everything is {@link AuthResult#NONE}.
 *
 * @param spf SPF of the envelope sender
 * @param spfDomain the domain that SPF looked at
 * @param dkim the best DKIM result
 * @param dkimDomains signing domains ({@code d=}) whose signatures passed, lower-case
 * @param dmarc DMARC of the From header's domain
 * @param arc the chain of those who forwarded it (RFC 8617), as the trusted party validated it
 * @param reportedBy who says so: a provider's name, an authserv-id, or our own host name; {@code null} when nobody did
 * @param spamScore the provider's spam score, in its own units
 * @param spam whether the provider takes it for spam; {@code null} when it does not say
 */
public record MailAuthentication(
        AuthResult spf,
        @Nullable String spfDomain,
        AuthResult dkim,
        List<String> dkimDomains,
        AuthResult dmarc,
        AuthResult arc,
        @Nullable String reportedBy,
        @Nullable Double spamScore,
        @Nullable Boolean spam) {

    /** What an earlier version journalled has no {@code arc}. */
    public MailAuthentication {
        arc = Objects.requireNonNullElse(arc, AuthResult.NONE);
    }

    /** Without what only some parties tell. */
    public MailAuthentication(
            AuthResult spf,
            @Nullable String spfDomain,
            AuthResult dkim,
            List<String> dkimDomains,
            AuthResult dmarc,
            @Nullable String reportedBy,
            @Nullable Double spamScore) {
        this(spf, spfDomain, dkim, dkimDomains, dmarc, AuthResult.NONE, reportedBy, spamScore, null);
    }

    /** Nobody trusted has said anything. */
    public static final MailAuthentication UNKNOWN = new MailAuthentication(
            AuthResult.NONE, null, AuthResult.NONE, List.of(), AuthResult.NONE, AuthResult.NONE, null, null, null);
}
