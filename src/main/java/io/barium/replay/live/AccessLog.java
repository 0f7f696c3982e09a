package io.barium.replay.live;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The help desk's access log, read for the truth: what left, and who had looked at what. */
public final class AccessLog {
    private final LiveSettings settings;
    private final Connection connection;
    private final String insider;
    private final String lastExport;

    AccessLog(LiveSettings settings, Connection connection, String insider, String lastExport) {
        this.settings = settings;
        this.connection = connection;
        this.insider = insider;
        this.lastExport = lastExport;
    }

    /**
     * What left.
     *
     * @param key of the origin, such as {@code agent:} and her id; empty when nothing left
     * @param rows keys of the planted rows among it
     * @param customers rows in all
     * @param share of all rows
     */
    public record Taken(String key, Set<String> rows, long customers, double share) {}

    /** What leaves on the day of the leak. */
    Taken taken(Collection<String> planted) throws SQLException {
        return switch (settings.through()) {
            case NOTHING -> new Taken("", Set.of(), 0, 0);
            case EVERYTHING -> taken(planted, "everything", "select id from customer where created_at < ?");
            case AGENT ->
                taken(
                        planted,
                        "agent:" + insider,
                        "select distinct customer_id from access_log where at < ? and agent_id = ?::uuid and at >= ?",
                        insider,
                        utc(settings.at(settings.leakDay() - LiveSettings.WORKING)));
            case EXPORT ->
                taken(
                        planted,
                        "export:" + lastExport,
                        "select distinct customer_id from access_log where at < ? and export_name = ?",
                        lastExport);
        };
    }

    private Taken taken(Collection<String> planted, String key, String sql, Object... more) throws SQLException {
        Set<String> wanted = new HashSet<>(planted);
        Set<String> found = new HashSet<>();
        long customers = 0;
        try (PreparedStatement s = connection.prepareStatement(sql)) {
            s.setObject(1, utc(settings.leakAt()));
            for (int i = 0; i < more.length; i++) {
                s.setObject(2 + i, more[i]);
            }
            for (ResultSet r = s.executeQuery(); r.next(); ) {
                customers++;
                if (wanted.contains(r.getString(1))) {
                    found.add(r.getString(1));
                }
            }
        }
        return new Taken(key, found, customers, (double) customers / Math.max(1, customers()));
    }

    private long customers() throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select count(*) from customer where created_at < ?")) {
            s.setObject(1, utc(settings.leakAt()));
            ResultSet r = s.executeQuery();
            r.next();
            return r.getLong(1);
        }
    }

    /** When each agent first looked at which of these rows, by agent. */
    public Map<String, Map<String, Instant>> accesses(Collection<String> rows) throws SQLException {
        Map<String, Map<String, Instant>> out = new TreeMap<>();
        try (PreparedStatement s = connection.prepareStatement("""
                select agent_id::text, customer_id::text, min(at) from access_log where customer_id = any(?)
                group by agent_id, customer_id
                """)) {
            s.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", rows.stream().map(UUID::fromString).toArray()));
            for (ResultSet r = s.executeQuery(); r.next(); ) {
                out.computeIfAbsent(r.getString(1), a -> new TreeMap<>())
                        .put(
                                r.getString(2),
                                r.getObject(3, OffsetDateTime.class).toInstant());
            }
        }
        return out;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
