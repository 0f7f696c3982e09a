package io.barium.casework;

import io.barium.model.MatchedAs;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;

/**
 * A token that a contact touched.
 *
 * @param tokenId registry id
 * @param as how it was touched
 */
record Hit(long tokenId, TokenKind kind, TokenRole role, MatchedAs as) {}
