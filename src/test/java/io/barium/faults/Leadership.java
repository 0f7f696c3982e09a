package io.barium.faults;

import io.barium.db.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who holds the session lock of the case worker, by what PostgreSQL says of its locks and the kernel of its sockets; no
 * process is asked about itself.
 */
final class Leadership {
    /** Key of the lock that the leader's connection holds, as PostgreSQL shows it: in two halves. */
    private static final long LOCK = io.barium.casework.CaseWorker.LEADER;

    private static final String HOLDERS = """
            select distinct a.client_port from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.granted and l.objsubid = 1
              and (l.classid::bigint << 32) + l.objid::bigint = %d
              and l.database = (select oid from pg_database where datname = current_database())
            """.formatted(LOCK);

    private Leadership() {}

    /** The processes that hold the lock, of those given. */
    static List<Service> leaders(PostgresAddress database, List<Service> among) throws SQLException, IOException {
        Set<Integer> ports = new HashSet<>();
        try (Connection c = DriverManager.getConnection(database.jdbcUrl(), database.username(), "");
                ResultSet r = c.createStatement().executeQuery(HOLDERS)) {
            while (r.next()) {
                ports.add(r.getInt(1));
            }
        }
        Set<String> inodes = inodes(ports);
        return among.stream()
                .filter(s -> sockets(s.pid()).stream().anyMatch(inodes::contains))
                .toList();
    }

    /**
     * Sockets on local ports, as the kernel lists them: address in hexadecimal in the second column, inode in the
     * tenth.
     */
    private static Set<String> inodes(Set<Integer> ports) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                String local = columns[1];
                int colon = local.indexOf(':');
                if (colon > 0
                        && columns.length > 9
                        && ports.contains(Integer.parseInt(local.substring(colon + 1), 16))) {
                    inodes.add(columns[9]);
                }
            }
        }
        return inodes;
    }

    private static Set<String> sockets(long pid) {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files.toList()) {
                String to = Files.readSymbolicLink(file).toString();
                if (to.startsWith("socket:[")) {
                    sockets.add(to.substring(8, to.length() - 1));
                }
            }
        } catch (IOException gone) {
            return Set.of();
        }
        return sockets;
    }
}
