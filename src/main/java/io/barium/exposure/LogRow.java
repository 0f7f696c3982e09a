package io.barium.exposure;

/** What a reader made of one row of an access log. */
public sealed interface LogRow permits LoggedAccess, RowFault {
    /** Which row it was: its line in a file, its place in a list, from 1 on. */
    long number();
}
