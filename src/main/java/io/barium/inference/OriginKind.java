package io.barium.inference;

/** What kind of way out an origin is. */
public enum OriginKind {
    /** The whole table. */
    WHOLE,
    /** A part of the customers, such as a region or a product. */
    SEGMENT,
    /** The tickets of a queue. */
    QUEUE,
    /** A file that was made for somebody. */
    EXPORT,
    /** A system that reads along. */
    INTEGRATION,
    /** A person who looked. */
    AGENT,
    /** Two people together. */
    PAIR,
    /** Nobody and nothing on the list. */
    UNKNOWN
}
