package io.barium.casework;

import io.barium.model.TokenKind;

/** Names a token's notation. */
record Notation(TokenKind kind, String key) {}
