package io.barium.model;

/** What a token is. */
public enum TokenKind {
    EMAIL,
    PHONE,
    TICKET
}
