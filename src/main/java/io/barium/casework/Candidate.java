package io.barium.casework;

import io.barium.model.MatchedAs;
import io.barium.model.TokenKind;

/**
 * A notation in a contact that may be a token's.
 *
 * @param key as {@link io.barium.model.TokenKeys} makes them
 * @param as where it stood
 */
record Candidate(TokenKind kind, String key, MatchedAs as) {}
