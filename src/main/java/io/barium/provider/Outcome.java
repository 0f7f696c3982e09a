package io.barium.provider;

/** What became of a request; a provider answers each in its own way. */
public enum Outcome {
    /** Journalled, or known already from an earlier delivery of the same event. */
    ACCEPTED,
    /** Genuine, but nothing to journal: a probe or an event that is no contact. */
    IGNORED,
    /** Genuine but unreadable; journalled as such with its raw bytes. */
    UNREADABLE,
    /** Not the provider's. */
    FORGED,
    /** Rightly signed, but too old or too new. */
    STALE,
    /** A single-use id came again with another content. */
    REPLAYED,
    /** Our side lacks a secret or a URL. */
    UNCONFIGURED,
    /** Our side cannot journal now. */
    UNAVAILABLE,
    /** The body is over the cap. */
    TOO_LARGE
}
