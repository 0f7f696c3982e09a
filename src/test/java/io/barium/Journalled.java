package io.barium;

import io.barium.db.PostgresAddress;
import io.barium.intake.ChainVerifier;
import io.barium.intake.ContactJson;
import io.barium.intake.Raw;
import io.barium.model.Contact;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the journal as it stands in the database, its chain verified. */
public record Journalled(
        String source,
        String eventId,
        @Nullable Contact contact,
        @Nullable String unreadable,
        JsonObject transport,
        byte[] raw) {

    /** All rows in order. */
    public static List<Journalled> rows(PostgresAddress database) {
        try {
            List<String> faults = ChainVerifier.verify(database).faults();
            if (!faults.isEmpty()) {
                throw new AssertionError("broken chain: " + faults);
            }
            return read(database);
        } catch (SQLException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only row. */
    public static Journalled only(PostgresAddress database) {
        List<Journalled> rows = rows(database);
        if (rows.size() != 1) {
            throw new AssertionError("expected one row, found " + rows);
        }
        return rows.get(0);
    }

    /** The contact, of the channel's type. */
    public <T extends Contact> T contact(Class<T> type) {
        if (contact == null) {
            throw new AssertionError("unreadable: " + unreadable);
        }
        return type.cast(contact);
    }

    /** Runs a statement in the database, as an operator would. */
    public static void execute(PostgresAddress database, String sql) {
        try (Connection c = open(database)) {
            c.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Journalled> read(PostgresAddress database) throws SQLException {
        List<Journalled> out = new ArrayList<>();
        try (Connection c = open(database);
                ResultSet r = c.createStatement()
                        .executeQuery("select *, contact::text as c, transport::text as t from journal order by seq")) {
            while (r.next()) {
                String json = r.getString("c");
                out.add(new Journalled(
                        r.getString("source"),
                        r.getString("event_id"),
                        json == null ? null : ContactJson.read(json),
                        r.getString("unreadable"),
                        new JsonObject(r.getString("t")),
                        Raw.inflate(r.getBytes("raw"), r.getInt("raw_size"))));
            }
        }
        return out;
    }

    private static Connection open(PostgresAddress a) throws SQLException {
        return DriverManager.getConnection(a.jdbcUrl(), a.username(), a.password());
    }
}
