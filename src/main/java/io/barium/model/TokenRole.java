package io.barium.model;

/** What a token is for. */
public enum TokenRole {
    /** Stands in a persona's record in the support database. */
    PLANTED,
    /** Owned and watched like the planted ones, never given to anybody. */
    CONTROL
}
