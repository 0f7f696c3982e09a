package io.barium.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads where the support database says who saw what; the defaults are the sample support database's names. */
final class AccessLogReader {
    private static final Duration LEAST = Duration.ofSeconds(1);

    private AccessLogReader() {}

    static @Nullable AccessLog read(Section s) {
        if (!s.present()) {
            return null;
        }
        AccessLog log = new AccessLog(
                SupportReader.name(s, "table", "access_log"),
                SupportReader.name(s, "id", "id"),
                SupportReader.name(s, "at", "at"),
                SupportReader.column(s, "agent", "agent_id"),
                SupportReader.column(s, "action", "action"),
                SupportReader.name(s, "row", "customer_id"),
                SupportReader.column(s, "queue", "queue"),
                SupportReader.column(s, "export", "export_name"),
                SupportReader.column(s, "integration", ""),
                names(s.section("names")),
                s.duration("every", Duration.ofMinutes(5)));
        if (log.agent() == null && log.integration() == null) {
            s.fault(s.path(), "expected a column for agent or for integration, found neither");
        }
        if (log.every().compareTo(LEAST) < 0) {
            s.fault(s.join("every"), "expected a second at least, found \"" + log.every() + "\"");
        }
        s.refuseUnknown();
        return log;
    }

    private static AccessLog.@Nullable Names names(Section s) {
        String table = SupportReader.column(s, "table", "agent");
        AccessLog.Names names = table == null
                ? null
                : new AccessLog.Names(table, SupportReader.name(s, "key", "id"), SupportReader.name(s, "name", "name"));
        s.refuseUnknown();
        return names;
    }
}
