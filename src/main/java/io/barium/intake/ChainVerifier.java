package io.barium.intake;

import io.barium.db.PostgresAddress;
import io.barium.intake.Anchors.Anchor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every hash of the journal, from the raw bytes up, and holds the chains against the anchors that were noted
 * outside of the database, and the table of events against the contacts. Blocking; for the command line.
 */
public final class ChainVerifier {
    private static final int MAX_FAULTS = 20;
    private static final String CHAINS = "select chain, version, anchor from journal_chain";
    private static final String RETENTION = "select max(reached) from retention";
    private static final String ROWS = """
            select seq, chain, position, source, provider, event_id, channel, thread, occurred_at, received_at,
                   contact, unreadable, transport, raw, raw_size, raw_sha256, hash
            from journal order by seq
            """;

    /**
     * What was found.
     *
     * @param rows verified
     * @param chains that have rows
     * @param dropped rows whose raw bytes retention has dropped; their hashes are verified
     * @param anchors held against the chains
     * @param faults in words, at most 20; empty when the journal is whole
     */
    public record Report(long rows, long chains, long dropped, long anchors, List<String> faults) {}

    /** How far a chain has been read. */
    private static final class Link {
        private final int version;
        private final byte[] anchor;
        private byte[] before;
        private long expected;

        Link(int version, byte[] anchor) {
            this.version = version;
            this.anchor = anchor;
            this.before = anchor;
        }
    }

    private final Map<UUID, Link> chains = new HashMap<>();
    private final Map<UUID, List<Anchor>> anchors = new HashMap<>();
    /** Of the hashes that chains are anchored on, those that were seen. */
    private final Map<String, Boolean> anchored = new HashMap<>();

    private final Set<UUID> begun = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private long rows;
    private long dropped;
    /** The newest row that retention has looked at. */
    private long retained;

    private ChainVerifier() {}

    /**
     * Reads the whole journal in one snapshot and verifies it.
     *
     * @param anchorFiles of the processes that wrote it, as far as they are at hand; a file that is missing says
     *     nothing
     */
    public static Report verify(PostgresAddress address, Path... anchorFiles) throws SQLException, IOException {
        ChainVerifier verifier = new ChainVerifier();
        int noted = 0;
        for (Path file : anchorFiles) {
            Anchors.Notes notes = Anchors.read(file);
            if (!notes.damaged().isEmpty()) {
                verifier.fault(file + ": line " + notes.damaged().get(0) + " is no note on a chain, so it has been"
                        + " damaged or altered; lines of this kind: "
                        + notes.damaged().size());
            }
            for (Map.Entry<UUID, Anchor> e : notes.anchors().entrySet()) {
                verifier.anchors
                        .computeIfAbsent(e.getKey(), c -> new ArrayList<>())
                        .add(e.getValue());
                noted++;
            }
        }
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password())) {
            c.setAutoCommit(false);
            c.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            verifier.read(c);
        }
        return new Report(verifier.rows, verifier.begun.size(), verifier.dropped, noted, List.copyOf(verifier.faults));
    }

    private void read(Connection c) throws SQLException {
        try (var statement = c.createStatement()) {
            try (ResultSet r = statement.executeQuery(CHAINS)) {
                while (r.next()) {
                    Link link = new Link(r.getInt("version"), r.getBytes("anchor"));
                    chains.put(r.getObject("chain", UUID.class), link);
                    anchored.put(hex(link.anchor), Arrays.equals(link.anchor, Chain.NOTHING));
                }
            }
            try (ResultSet r = statement.executeQuery(RETENTION)) {
                retained = r.next() ? r.getLong(1) : 0;
            }
            statement.setFetchSize(200);
            try (ResultSet r = statement.executeQuery(ROWS)) {
                while (r.next() && faults.size() < MAX_FAULTS) {
                    row(r);
                }
            }
        }
        if (faults.size() < MAX_FAULTS) {
            anchors.forEach((chain, left) -> left.forEach(a -> fault("chain " + chain + ": contacts up to position "
                    + a.position() + " were noted outside of the database, the newest of them are missing")));
            EventVerifier.faults(c).forEach(this::fault);
        }
    }

    private void row(ResultSet r) throws SQLException {
        rows++;
        long seq = r.getLong("seq");
        UUID id = r.getObject("chain", UUID.class);
        long position = r.getLong("position");
        byte[] hash = r.getBytes("hash");
        Link link = chains.get(id);
        if (link == null) {
            fault("contact " + seq + ": chain " + id + " is not registered");
            link = new Link(Chain.VERSION, Chain.NOTHING);
            link.expected = position;
            chains.put(id, link);
        }
        if (begun.add(id)) {
            begin(seq, id, link);
        }
        boolean changed = false;
        if (position != link.expected) {
            fault("contact " + seq + ": rows " + link.expected + " to " + (position - 1) + " of chain " + id
                    + " are missing");
        } else {
            Prepared stored = stored(r);
            byte[] expected = link.version == 1
                    ? Chain.hashVersion1(link.before, id, position, stored)
                    : Chain.hash(link.before, id, position, stored.digest());
            if (!Arrays.equals(expected, hash)) {
                fault("contact " + seq + ": has been changed");
                changed = true;
            }
        }
        if (!changed) {
            raw(r, seq);
        }
        noted(seq, id, position, hash);
        anchored.computeIfPresent(hex(hash), (h, seen) -> true);
        link.before = hash;
        link.expected = position + 1;
    }

    private void raw(ResultSet r, long seq) throws SQLException {
        byte[] deflated = r.getBytes("raw");
        if (deflated == null) {
            dropped++;
            if (seq > retained) {
                fault("contact " + seq + ": raw bytes are missing, and retention has not come that far");
            }
            return;
        }
        byte[] raw = Raw.inflate(deflated, r.getInt("raw_size"));
        if (!Arrays.equals(Sha256.of(raw), r.getBytes("raw_sha256"))) {
            fault("contact " + seq + ": raw bytes have been changed");
        }
    }

    /** Holds a row against what was noted of it. */
    private void noted(long seq, UUID chain, long position, byte[] hash) {
        List<Anchor> left = anchors.get(chain);
        if (left != null && left.removeIf(a -> a.position() == position && Arrays.equals(a.hash(), hash))) {
            return;
        }
        if (left != null && left.removeIf(a -> a.position() == position)) {
            fault("contact " + seq + ": is not what was noted of it outside of the database; it or a row before it"
                    + " has been rewritten");
        }
    }

    /** A chain hangs on the newest row of its time; that row is missing if nobody has its hash. */
    private void begin(long seq, UUID id, Link link) {
        if (!anchored.getOrDefault(hex(link.anchor), false)) {
            fault("contact " + seq + ": begins chain " + id + " after a row that is missing");
        }
    }

    private void fault(String what) {
        faults.add(what);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Prepared stored(ResultSet r) throws SQLException {
        return Prepared.of(
                r.getString("source"),
                r.getString("provider"),
                r.getString("event_id"),
                r.getString("channel"),
                r.getString("thread"),
                instant(r.getTimestamp("occurred_at")),
                java.util.Objects.requireNonNull(instant(r.getTimestamp("received_at"))),
                Prepared.Written.stored(r.getString("contact")),
                r.getString("unreadable"),
                r.getString("transport"),
                new byte[0],
                r.getInt("raw_size"),
                r.getBytes("raw_sha256"),
                null);
    }

    private static @Nullable Instant instant(@Nullable Timestamp t) {
        return t == null ? null : t.toInstant();
    }
}
