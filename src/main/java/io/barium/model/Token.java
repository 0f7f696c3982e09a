package io.barium.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One owned identifier value.
 *
 * @param id registry id
 * @param kind what it is
 * @param value lower-case address, E.164 number, or ticket number as the support system writes it
 * @param role planted or control
 * @param stratum id of the stratum in which its role was drawn
 * @param personaId the persona that carries it; {@code null} for a control
 * @param createdAt when it was minted
 */
public record Token(
        long id,
        TokenKind kind,
        String value,
        TokenRole role,
        long stratum,
        @Nullable Long personaId,
        Instant createdAt) {}
