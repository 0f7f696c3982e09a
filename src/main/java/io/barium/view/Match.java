package io.barium.view;

import io.barium.model.Mask;
import io.barium.model.MatchedAs;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;

/**
 * A token that a contact reached or quotes.
 *
 * @param tokenId registry id
 * @param kind what the token is
 * @param role planted or control
 * @param matchedAs how the contact touched it
 * @param value the identifier itself, unmasked
 */
public record Match(long tokenId, TokenKind kind, TokenRole role, MatchedAs matchedAs, String value) {

    /** The value as it is shown to those who need not know it whole. */
    public String masked() {
        return Mask.token(kind, value);
    }
}
