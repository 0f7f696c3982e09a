package io.barium.alert;

import io.barium.model.Contact;
import io.barium.model.MatchedAs;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contact on a case, with what it touched.
 *
 * @param seq journal sequence
 * @param source feed that it came through
 * @param addition whether it adds to a call that is on the case already
 */
public record Sighting(
        long seq, String source, Instant receivedAt, boolean addition, Contact contact, List<Touched> touched) {

    /**
     * A token that the contact touched.
     *
     * @param plantedAt when its persona was planted; {@code null} for a control or before planting is done
     * @param segments of the planting, by name
     */
    public record Touched(
            TokenKind kind,
            String value,
            TokenRole role,
            MatchedAs as,
            @Nullable Instant plantedAt,
            Map<String, String> segments) {}
}
