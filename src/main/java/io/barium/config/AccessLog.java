package io.barium.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A table of the support database that says who saw what. A column that is {@code null} does not exist there.
 *
 * @param table name, with its schema where that is needed
 * @param id column that grows with every row and is unique: how far the log has been read
 * @param at when it was
 * @param agent who did it
 * @param action VIEW or EXPORT; where there is none, rows that name an export are exports
 * @param row key of the customer's row
 * @param queue through which queue
 * @param export name of the export
 * @param integration system that read it
 * @param names where the names of agents are; {@code null} where only their ids are known
 * @param every how often new rows are read
 */
public record AccessLog(
        String table,
        String id,
        String at,
        @Nullable String agent,
        @Nullable String action,
        String row,
        @Nullable String queue,
        @Nullable String export,
        @Nullable String integration,
        @Nullable Names names,
        Duration every) {

    /** The sample support database's. */
    public static final AccessLog SAMPLE = new AccessLog(
            "access_log",
            "id",
            "at",
            "agent_id",
            "action",
            "customer_id",
            "queue",
            "export_name",
            null,
            new Names("agent", "id", "name"),
            Duration.ofMinutes(5));

    /** Table of agents: the key by which the access log names them, and their names. */
    public record Names(String table, String key, String name) {}
}
