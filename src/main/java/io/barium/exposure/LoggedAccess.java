package io.barium.exposure;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One access, as an access log says it.
 *
 * @param number which row of the log
 * @param at when, to the microsecond
 * @param row key of the row in the support system
 * @param agent id of who did it
 * @param agentName name of that person, where the log has it
 * @param queue through which it was reached
 * @param export name of the export that took it
 * @param integration system that read it
 */
public record LoggedAccess(
        long number,
        Instant at,
        Action action,
        String row,
        @Nullable String agent,
        @Nullable String agentName,
        @Nullable String queue,
        @Nullable String export,
        @Nullable String integration)
        implements LogRow {

    /** Without who it was: logs are kept longer than pseudonyms hold. */
    @Override
    public String toString() {
        return "LoggedAccess[number=" + number + ", at=" + at + ", action=" + action + "]";
    }
}
