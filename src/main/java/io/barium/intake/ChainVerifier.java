package io.barium.intake;

import io.barium.db.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recomputes every hash of the journal, from the raw bytes up. Blocking; for the command line. */
public final class ChainVerifier {
    private static final int MAX_FAULTS = 20;
    private static final String ROWS = """
            select seq, chain, position, source, provider, event_id, channel, call_id, occurred_at, received_at,
                   contact::text, unreadable, transport::text, raw, raw_size, raw_sha256, prev_hash, hash
            from journal order by min(seq) over (partition by chain), position
            """;

    /**
     * What was found.
     *
     * @param rows verified
     * @param chains seen
     * @param faults in words, at most 20; empty when the journal is whole
     */
    public record Report(long rows, long chains, List<String> faults) {}

    private final List<String> faults = new ArrayList<>();
    private final Set<String> hashes = new HashSet<>();
    private @Nullable UUID chain;
    private long expected;
    private byte[] before = Chain.NOTHING;
    private long rows;
    private long chains;

    private ChainVerifier() {}

    /** Reads the whole journal in one snapshot and verifies it. */
    public static Report verify(PostgresAddress address) throws SQLException {
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password())) {
            c.setAutoCommit(false);
            try (var statement = c.createStatement()) {
                statement.setFetchSize(200);
                ChainVerifier verifier = new ChainVerifier();
                try (ResultSet r = statement.executeQuery(ROWS)) {
                    while (r.next() && verifier.faults.size() < MAX_FAULTS) {
                        verifier.row(r);
                    }
                }
                return new Report(verifier.rows, verifier.chains, List.copyOf(verifier.faults));
            }
        }
    }

    private void row(ResultSet r) throws SQLException {
        rows++;
        long seq = r.getLong("seq");
        UUID id = r.getObject("chain", UUID.class);
        long position = r.getLong("position");
        byte[] prev = r.getBytes("prev_hash");
        if (!id.equals(chain)) {
            begin(id, seq, prev);
        }
        if (position != expected) {
            fault(seq, "rows " + expected + " to " + (position - 1) + " of chain " + id + " are missing");
        } else if (!Arrays.equals(prev, before)) {
            fault(seq, "does not follow the row before it");
        }
        Prepared stored = stored(r);
        if (!Arrays.equals(Chain.hash(prev, id, position, stored), r.getBytes("hash"))) {
            fault(seq, "has been changed");
        }
        byte[] raw = Raw.inflate(r.getBytes("raw"), stored.rawSize());
        if (!Arrays.equals(Prepared.sha256().digest(raw), stored.rawSha256())) {
            fault(seq, "raw bytes have been changed");
        }
        before = r.getBytes("hash");
        hashes.add(HexFormat.of().formatHex(before));
        expected = position + 1;
    }

    /** A chain hangs on the newest row of its time; that row is missing if nobody has its hash. */
    private void begin(UUID id, long seq, byte[] anchor) {
        if (!Arrays.equals(anchor, Chain.NOTHING)
                && !hashes.contains(HexFormat.of().formatHex(anchor))) {
            fault(seq, "begins chain " + id + " after a row that is missing");
        }
        if (Arrays.equals(anchor, Chain.NOTHING) && chains > 0) {
            fault(seq, "begins chain " + id + " as if the journal had been empty");
        }
        chains++;
        chain = id;
        expected = 0;
        before = anchor;
    }

    private void fault(long seq, String what) {
        faults.add("contact " + seq + ": " + what);
    }

    private static Prepared stored(ResultSet r) throws SQLException {
        return new Prepared(
                r.getString("source"),
                r.getString("provider"),
                r.getString("event_id"),
                r.getString("channel"),
                r.getString("call_id"),
                instant(r.getTimestamp("occurred_at")),
                r.getTimestamp("received_at").toInstant(),
                r.getString("contact"),
                r.getString("unreadable"),
                r.getString("transport"),
                new byte[0],
                r.getInt("raw_size"),
                r.getBytes("raw_sha256"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp t) {
        return t == null ? null : t.toInstant();
    }
}
