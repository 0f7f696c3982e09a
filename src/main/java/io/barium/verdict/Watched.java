package io.barium.verdict;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A token under watch.
 *
 * @param id registry id
 * @param stratum inside which its role was drawn
 * @param row the planting that carries it; {@code null} for a control
 */
public record Watched(
        long id, Kind kind, String stratum, @Nullable Long row) {

    /** What it is. */
    public enum Kind {
        /** A line. */
        PHONE,
        /** A mail address. */
        MAIL,
        /** A ticket number; it can only be quoted. */
        TICKET
    }

    /** Ids in the mathematics: text that sorts as the numbers do. */
    static String key(long id) {
        return String.format(Locale.ROOT, "%012d", id);
    }
}
