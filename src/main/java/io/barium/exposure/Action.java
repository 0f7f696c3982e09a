package io.barium.exposure;

/** What somebody did with a row. */
public enum Action {
    /** Looked at it. */
    VIEW,
    /** Took it out, with others, in a file. */
    EXPORT
}
