package io.barium;

/** What a process does. */
public enum Role {
    /** Everything. */
    ALL,
    /**
     * Takes contacts and nothing else, as a database role that may insert into the journal and read nothing: for what
     * faces the internet.
     */
    INTAKE
}
