package io.barium.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail's own ARC headers (RFC 8617) say about those who forwarded it. Nobody has verified it: any sender can
 * write such headers. What a trusted party made of them is {@link MailAuthentication#arc()}.
 *
 * @param sets how many ARC sets there are
 * @param sealers domains ({@code d=}) of the seals, newest first, lower-case; bounded
 * @param chain what the newest seal says of the chain before it ({@code cv=}); {@code null} when it says nothing known
 */
public record ArcClaim(
        int sets, List<String> sealers, @Nullable AuthResult chain) {}
