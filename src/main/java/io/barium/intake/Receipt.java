package io.barium.intake;

/** What the journal did with an entry. */
public enum Receipt {
    /** It is stored and committed. */
    STORED,
    /** The database cannot commit now; it is synced to the disk of this machine and will be journalled in its turn. */
    SPOOLED,
    /** The same event with the same content was stored before. */
    KNOWN,
    /** The same event was stored before with another content, which stays; this one is not stored. */
    CONFLICT
}
