package io.barium.intake;

import io.barium.db.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contacts on the disk of this machine for the time in which the database cannot commit, in order, until they are
 * journalled: one SQLite file with a write-ahead log, synced at every commit, bounded by the number of its pages. Any
 * SQLite can read it while the service is down. A disk that failed may be well again: what cannot be opened now is
 * opened by whoever needs it next.
 *
 * <p>Methods block, but for {@link #depth}, {@link #bytes} and {@link #refused}.
 */
public final class Spool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final int PAGE = 4096;
    private static final int LEAST_PAGES = 32;
    private static final String FILE = "spool.sqlite";

    /**
     * A contact that waits.
     *
     * @param id place in the order
     */
    record Waiting(long id, Prepared row) {}

    private final Path directory;
    private final long maxBytes;
    private final DirectoryLock lock;
    private Connection connection;
    private boolean closed;
    /** All up to this one are journalled, but for those that were refused. */
    private long settledUpTo;

    private final Set<Long> refused = new TreeSet<>();
    private volatile int refusals;
    private final AtomicLong depth = new AtomicLong();
    private volatile long bytes;

    private Spool(Path directory, long maxBytes, DirectoryLock lock) throws SQLException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.lock = lock;
        this.connection = connect();
    }

    /**
     * Opens the spool, with what an earlier process left in it.
     *
     * @param directory made when it is missing; one process at a time
     * @param maxBytes that the file may grow to
     * @throws IOException when another process has it, the directory cannot be written to or the file is damaged
     */
    public static Spool open(Path directory, long maxBytes) throws IOException {
        DirectoryLock lock = DirectoryLock.take(directory, "spool.lock", "spool.dir", "BARIUM_SPOOL_DIR");
        try {
            return new Spool(directory, maxBytes, lock);
        } catch (SQLException e) {
            lock.close();
            throw new IOException("cannot keep a spool in spool.dir " + directory + " (BARIUM_SPOOL_DIR)", e);
        }
    }

    private Connection connect() throws SQLException {
        Connection fresh = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(FILE));
        try (Statement s = fresh.createStatement()) {
            s.execute("pragma journal_mode = wal");
            s.execute("pragma synchronous = full");
            s.execute("pragma journal_size_limit = 1048576");
            s.execute("pragma max_page_count = " + Math.max(maxBytes / PAGE, LEAST_PAGES));
            bringToForm(s);
            if (number(s, "select coalesce(max(seq), 0) from sqlite_sequence where name = 'spooled'") < settledUpTo) {
                // Another file, whose numbers begin anew.
                settledUpTo = 0;
                refused.clear();
                refusals = 0;
            }
            depth.set(number(s, "select count(*) from spooled where id > " + settledUpTo));
            bytes = used(s);
            return fresh;
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
    }

    /** All of it or nothing, and each step only where it is due: an earlier version took them one by one. */
    private static void bringToForm(Statement s) throws SQLException {
        s.execute("begin immediate");
        s.execute(SpooledRow.SCHEMA);
        if (hasColumn(s, SpooledRow.FORMER_THREAD)) {
            s.execute(SpooledRow.RENAME_THREAD);
        }
        if (!hasColumn(s, SpooledRow.USE)) {
            s.execute(SpooledRow.ADD_USE);
        }
        s.execute("commit");
    }

    private static boolean hasColumn(Statement s, String name) throws SQLException {
        return number(s, "select count(*) from pragma_table_info('spooled') where name = '" + name + "'") > 0;
    }

    /** Never after {@link #close}, when the file may be another process's. */
    private Connection connection() throws SQLException {
        if (connection.isClosed() && !closed) {
            connection = connect();
        }
        return connection;
    }

    /**
     * Appends rows, all or none, and syncs them to disk.
     *
     * @return for each row SPOOLED, or what an event that waits already makes of it: KNOWN or CONFLICT
     * @throws IOException when the spool is full or the disk fails; then nothing of it is kept
     */
    synchronized List<Receipt> append(List<Prepared> rows) throws IOException {
        List<Receipt> receipts = new ArrayList<>(rows.size());
        try (PreparedStatement insert = connection().prepareStatement(SpooledRow.INSERT)) {
            execute("begin immediate");
            for (Prepared row : rows) {
                SpooledRow.bind(insert, row);
                receipts.add(insert.executeUpdate() == 1 ? Receipt.SPOOLED : known(row));
            }
            execute("commit");
        } catch (SQLException e) {
            throw undone(
                    "the spool is full or its disk fails: spool.maxBytes " + maxBytes + ", spool.dir " + directory, e);
        }
        depth.addAndGet(receipts.stream().filter(r -> r == Receipt.SPOOLED).count());
        measure();
        return receipts;
    }

    private Receipt known(Prepared row) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("select * from spooled where key = ?")) {
            s.setBytes(1, SpooledRow.key(row));
            try (ResultSet r = s.executeQuery()) {
                return SpooledRow.read(r).saysTheSameAs(row) ? Receipt.KNOWN : Receipt.CONFLICT;
            }
        }
    }

    /** The oldest rows that wait, bounded in number and bytes; at least one where there is one. */
    synchronized List<Waiting> oldest(int maxRows, int maxWeight) throws IOException {
        List<Waiting> out = new ArrayList<>();
        int weight = 0;
        try (PreparedStatement s =
                connection().prepareStatement("select * from spooled where id > ? order by id limit ?")) {
            s.setLong(1, settledUpTo);
            s.setInt(2, maxRows);
            try (ResultSet r = s.executeQuery()) {
                while (weight < maxWeight && r.next()) {
                    Waiting next = new Waiting(r.getLong("id"), SpooledRow.read(r));
                    weight += next.row().weight();
                    out.add(next);
                }
            }
            if (out.isEmpty()) {
                depth.set(0);
            }
            return out;
        } catch (SQLException e) {
            throw new IOException("the spool in " + directory + " cannot be read", e);
        }
    }

    /**
     * Forgets the oldest rows, which are journalled, but for those that the database refuses: they were acknowledged,
     * so they stay here, and are the first to wait at the next start, when the database may have been mended. On a full
     * disk not even deleting works; then rows are only skipped from now on, and gone with the file once nothing is to
     * be kept. What a crash brings back, the journal knows already.
     */
    synchronized void settled(List<Waiting> rows, List<Waiting> refusedOnes) {
        settledUpTo = rows.get(rows.size() - 1).id();
        refusedOnes.forEach(r -> refused.add(r.id()));
        refusals = refused.size();
        depth.updateAndGet(d -> Math.max(d - rows.size(), 0));
        try {
            if (refused.isEmpty() && nothingWaits()) {
                clear();
            } else {
                execute("delete from spooled where id <= " + settledUpTo + " and id not in ("
                        + refused.stream().map(String::valueOf).collect(Collectors.joining(",")) + ")");
                measure();
            }
        } catch (SQLException | IOException e) {
            log.warn("spool keeps journalled contacts for now cause={}", e.toString());
        }
    }

    /** Asks the file rather than {@link #depth}, which does not count what a commit left there that seemed to fail. */
    private boolean nothingWaits() throws SQLException {
        try (Statement s = connection().createStatement()) {
            return number(s, "select not exists (select 1 from spooled where id > " + settledUpTo + ")") > 0;
        }
    }

    /** A new file for the next time: it takes no room while nothing is to be kept. */
    private void clear() throws SQLException, IOException {
        connection.close();
        // In this order: a log without its file SQLite throws away, a file without its log is half of what it was.
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(directory.resolve(FILE + suffix));
        }
        connection();
    }

    /** Contacts that wait. */
    public long depth() {
        return depth.get();
    }

    /** Contacts that the database refuses for good, which stay here; they do not count as waiting. */
    public int refused() {
        return refusals;
    }

    /** Bytes in use of {@code spool.maxBytes}. */
    public long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("the spool in " + directory + " cannot be closed", e);
        } finally {
            lock.close();
        }
    }

    private void measure() {
        try (Statement s = connection.createStatement()) {
            bytes = used(s);
        } catch (SQLException e) {
            log.warn("spool cannot be measured cause={}", e.toString());
        }
    }

    private static long used(Statement s) throws SQLException {
        return (number(s, "pragma page_count") - number(s, "pragma freelist_count")) * PAGE;
    }

    private static long number(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            return r.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    /** SQLite may have rolled back by itself; the driver's own transactions do not know that, so none are used. */
    private IOException undone(String what, SQLException cause) {
        try {
            execute("rollback");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        return new IOException(what, cause);
    }
}
