package io.barium.model;

/** What casework made of a journalled contact. */
public enum Standing {
    /** Reached or quoted a planted token: belongs to a case. */
    CREDIBLE,
    /** Reached control tokens only: background. */
    CONTROL,
    /** Authenticated as the company's own: kept, never evidence. */
    EXPECTED,
    /** Reached none of our tokens. */
    UNKNOWN_RECIPIENT,
    /** Genuine, but could not be read; its raw bytes are kept. */
    UNREADABLE
}
