package io.barium.intake;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Prepared} row as the spool's table has it. */
final class SpooledRow {
    static final String SCHEMA = """
            create table if not exists spooled (
                id integer primary key autoincrement, key blob not null unique, source text not null, provider text not null,
                event_id text not null, channel text not null, thread text, occurred_at text, received_at text not null,
                contact text, unreadable text, transport text not null, deflated blob not null, raw_size integer not null,
                raw_sha256 blob not null, use blob)
            """;
    /** The column that was named otherwise in an earlier version, and what brings it to this form. */
    static final String FORMER_THREAD = "call_id";

    static final String RENAME_THREAD = "alter table spooled rename column call_id to thread";
    /** The column that an earlier version did not have. */
    static final String USE = "use";

    static final String ADD_USE = "alter table spooled add column use blob";

    static final String INSERT = """
            insert into spooled (key, source, provider, event_id, channel, thread, occurred_at, received_at, contact, unreadable,
                                 transport, deflated, raw_size, raw_sha256, use)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing
            """;

    private SpooledRow() {}

    static void bind(PreparedStatement s, Prepared row) throws SQLException {
        s.setBytes(1, key(row));
        s.setString(2, row.source());
        s.setString(3, row.provider());
        s.setString(4, row.eventId());
        s.setString(5, row.channel());
        s.setString(6, row.thread());
        s.setString(7, text(row.occurredAt()));
        s.setString(8, text(row.receivedAt()));
        s.setString(9, row.contact());
        s.setString(10, row.unreadable());
        s.setString(11, row.transport());
        s.setBytes(12, row.deflated());
        s.setInt(13, row.rawSize());
        s.setBytes(14, row.rawSha256());
        UUID use = row.use();
        s.setBytes(15, use == null ? null : bytes(use));
    }

    static byte[] key(Prepared row) {
        return bytes(row.key());
    }

    private static byte[] bytes(UUID key) {
        return ByteBuffer.allocate(16)
                .putLong(key.getMostSignificantBits())
                .putLong(key.getLeastSignificantBits())
                .array();
    }

    static Prepared read(ResultSet r) throws SQLException {
        return Prepared.of(
                r.getString("source"),
                r.getString("provider"),
                r.getString("event_id"),
                r.getString("channel"),
                r.getString("thread"),
                time(r.getString("occurred_at")),
                Instant.parse(r.getString("received_at")),
                Prepared.Written.stored(r.getString("contact")),
                r.getString("unreadable"),
                r.getString("transport"),
                r.getBytes("deflated"),
                r.getInt("raw_size"),
                r.getBytes("raw_sha256"),
                uuid(r.getBytes("use")));
    }

    private static @Nullable UUID uuid(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant t) {
        return t == null ? null : t.toString();
    }
}
