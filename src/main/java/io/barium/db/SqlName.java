package io.barium.db;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names of somebody else's tables and columns, as they are written in a statement. */
public final class SqlName {
    private SqlName() {}

    /** A column. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table, which may be named with its schema. */
    public static String table(String name) {
        return Arrays.stream(name.split("\\.")).map(SqlName::quote).collect(Collectors.joining("."));
    }
}
