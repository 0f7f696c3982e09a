package io.barium.view;

import io.barium.model.Mask;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An owned identifier and what became of it.
 *
 * @param id registry id
 * @param kind what it is
 * @param value the identifier itself, unmasked
 * @param role planted or control
 * @param stratum name of the stratum in which its role was drawn
 * @param personaId the persona that carries it; {@code null} for a control
 * @param createdAt when it was minted
 * @param plantedAt when its persona was planted; {@code null} for a control, and while that is only intended
 * @param hits contacts that reached or quote it
 * @param lastHitAt when the last of them came in
 */
public record TokenView(
        long id,
        TokenKind kind,
        String value,
        TokenRole role,
        String stratum,
        @Nullable Long personaId,
        Instant createdAt,
        @Nullable Instant plantedAt,
        long hits,
        @Nullable Instant lastHitAt) {

    /** The value as it is shown to those who need not know it whole. */
    public String masked() {
        return Mask.token(kind, value);
    }
}
