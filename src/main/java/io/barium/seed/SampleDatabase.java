package io.barium.seed;

import io.barium.db.PostgresAddress;
import io.barium.persona.SeedData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The sample support database: a help desk with believable people in it, the same for the same seed. */
public final class SampleDatabase {
    /** So many customers when nobody asks for another number. */
    public static final int DEFAULT_CUSTOMERS = 6_800;

    private SampleDatabase() {}

    /**
     * Makes tables and rows in an empty database; blocks. It is one transaction: an interrupted load leaves nothing.
     *
     * @param seed the same seed and number give the same rows, byte for byte
     * @param customers how many, from 1 on
     */
    public static void load(PostgresAddress address, long seed, int customers, Progress progress) throws SQLException {
        load(address, seed, customers, 0, progress);
    }

    /**
     * The same with everything so many weeks earlier; the history then ends in the week of 20 November 2026 less those.
     */
    public static void load(PostgresAddress address, long seed, int customers, int weeksEarlier, Progress progress)
            throws SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom forStaff = random.split();
        SplittableRandom forPeople = random.split();
        SplittableRandom forTickets = random.split();
        SplittableRandom forAccess = random.split();
        try (Connection c = connect(address)) {
            c.setAutoCommit(false);
            run(c, "schema.sql");
            Staff staff = new Staff(customers, forStaff);
            staff.copy(c);
            var people = new People(forPeople).make(customers, progress);
            Customer.copy(c, people, progress);
            var tickets = new TicketHistory(staff, forTickets).make(people);
            Ticket.copy(c, tickets, progress);
            new AccessHistory(staff, forAccess).copy(c, people, tickets, progress);
            if (weeksEarlier > 0) {
                moveBack(c, weeksEarlier);
            }
            run(c, "constraints.sql");
            c.commit();
        }
        try (Connection c = connect(address);
                Statement s = c.createStatement()) {
            s.execute("analyze");
        }
    }

    /** In whole weeks, so that weekdays stay what they were; hours of no zone, so that no day is shorter. */
    private static void moveBack(Connection c, int weeks) throws SQLException {
        String back = " - make_interval(hours => " + 168 * weeks + ")";
        try (Statement s = c.createStatement()) {
            s.execute("update customer set created_at = created_at" + back);
            s.execute("update ticket set created_at = created_at" + back);
            s.execute("update access_log set at = at" + back);
            s.execute("update agent set hired_on = hired_on - " + 7 * weeks);
        }
    }

    /** Whether the sample is in this database. */
    public static boolean isLoaded(PostgresAddress address) throws SQLException {
        try (Connection c = connect(address);
                Statement s = c.createStatement();
                var found = s.executeQuery("select to_regclass('access_log_customer') is not null")) {
            return found.next() && found.getBoolean(1);
        }
    }

    private static void run(Connection c, String file) throws SQLException {
        try (BufferedReader in = new BufferedReader(SeedData.open(file));
                Statement s = c.createStatement()) {
            s.execute(in.lines().collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection connect(PostgresAddress a) throws SQLException {
        return DriverManager.getConnection(a.jdbcUrl(), a.username(), a.password() == null ? "" : a.password());
    }
}
