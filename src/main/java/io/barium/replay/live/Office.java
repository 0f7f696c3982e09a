package io.barium.replay.live;

import io.barium.db.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The people of the help desk, as its access log shows them: each record is opened now and then, parts of the table are
 * exported, and an insider works through the records of the month in which she prepares to leave.
 */
public final class Office implements AutoCloseable {
    /** Share of the customers that an insider gets to see. */
    private static final double INSIDERS_SHARE = .25;
    /** A record is opened once in so many days, or more often where the log says so. */
    private static final double SELDOM = 300;

    private static final int EXPORT_EVERY = 70;
    /** The day of the first export. */
    static final int EXPORT_FIRST = 20;

    private static final int EXPORTED_PERCENT = 30;

    private final LiveSettings settings;
    private final Connection connection;
    private final List<Agent> agents = new ArrayList<>();
    private final Map<String, String> queues = new HashMap<>();
    private final double viewsADay;

    private record Agent(UUID id, String queue) {}

    /** Opens the help desk's database. */
    public Office(LiveSettings settings, PostgresAddress support) throws SQLException {
        this.settings = settings;
        this.connection = DriverManager.getConnection(
                support.jdbcUrl(), support.username(), support.password() == null ? "" : support.password());
        try (PreparedStatement s =
                connection.prepareStatement("select id, queue from agent where hired_on <= ? order by id")) {
            s.setObject(1, date(0));
            for (ResultSet r = s.executeQuery(); r.next(); ) {
                agents.add(new Agent(r.getObject(1, UUID.class), r.getString(2)));
            }
        }
        if (agents.isEmpty()) {
            throw new SQLException("agent: nobody worked at the help desk on " + date(0));
        }
        try (PreparedStatement s = connection.prepareStatement("""
                select (select count(*) from access_log where action = 'VIEW' and at >= ? and at < ?)
                       / 365.0 / greatest(1, (select count(*) from customer))
                """)) {
            s.setObject(1, utc(settings.at(-365)));
            s.setObject(2, utc(settings.at(0)));
            ResultSet r = s.executeQuery();
            r.next();
            viewsADay = Math.max(1 / SELDOM, r.getDouble(1));
        }
    }

    /** The agent through whom data leaves, where it does so through one. */
    public String insider() {
        return agents.get(new SplittableRandom(settings.seed()).nextInt(agents.size()))
                .id()
                .toString();
    }

    /** Her queue. */
    public String insidersQueue() {
        return agents.stream()
                .filter(a -> a.id().toString().equals(insider()))
                .map(Agent::queue)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A day's accesses.
     *
     * @param planted the planted rows that stand
     */
    void work(int day, Collection<String> planted) throws SQLException {
        view(day, planted);
        if (exports(day)) {
            export(day);
        }
        if (settings.through() == LiveSettings.Through.AGENT && insiderWorks(day)) {
            prepare(day);
        }
    }

    private void view(int day, Collection<String> planted) throws SQLException {
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + day);
        try (PreparedStatement s = connection.prepareStatement(
                "insert into access_log (at, agent_id, action, customer_id, queue) values (?, ?, 'VIEW', ?, ?)")) {
            boolean any = false;
            for (String row : planted) {
                if (random.nextDouble() >= viewsADay) {
                    continue;
                }
                String queue = queue(row);
                s.setObject(1, utc(settings.at(day).plusSeconds(random.nextInt(8 * 3_600, 18 * 3_600))));
                s.setObject(2, somebody(queue, random).id());
                s.setObject(3, UUID.fromString(row));
                s.setString(4, queue);
                s.addBatch();
                any = true;
            }
            if (any) {
                s.executeBatch();
            }
        }
    }

    /** Mostly somebody of the queue; now and then a colleague from another one helps out. */
    private Agent somebody(String queue, SplittableRandom random) {
        List<Agent> there = agents.stream().filter(a -> a.queue().equals(queue)).toList();
        List<Agent> of = there.isEmpty() || random.nextInt(20) == 0 ? agents : there;
        return of.get((int) (of.size() * Math.pow(random.nextDouble(), 1.6)));
    }

    private String queue(String row) throws SQLException {
        String known = queues.get(row);
        if (known != null) {
            return known;
        }
        try (PreparedStatement s = connection.prepareStatement(
                "select queue from ticket where customer_id = ? order by created_at desc limit 1")) {
            s.setObject(1, UUID.fromString(row));
            ResultSet r = s.executeQuery();
            String queue = r.next() ? r.getString(1) : agents.get(0).queue();
            queues.put(row, queue);
            return queue;
        }
    }

    private static boolean exports(int day) {
        return Math.floorMod(day, EXPORT_EVERY) == EXPORT_FIRST;
    }

    private String exportName(int day) {
        return "survey-" + date(day);
    }

    private void export(int day) throws SQLException {
        SplittableRandom random = new SplittableRandom(settings.seed() * 37 + day);
        try (PreparedStatement s = connection.prepareStatement("""
                insert into access_log (at, agent_id, action, customer_id, export_name)
                select ?, ?, 'EXPORT', id, ? from customer where created_at < ? and %s %% 100 < ?
                """.formatted(drawn()))) {
            OffsetDateTime at = utc(settings.at(day).plusSeconds(random.nextInt(8 * 3_600, 18 * 3_600)));
            s.setObject(1, at);
            s.setObject(2, agents.get(random.nextInt(agents.size())).id());
            s.setString(3, exportName(day));
            s.setObject(4, at);
            s.setString(5, exportName(day));
            s.setInt(6, EXPORTED_PERCENT);
            s.executeUpdate();
        }
    }

    private boolean insiderWorks(int day) {
        return day < settings.leakDay() && day >= settings.leakDay() - LiveSettings.WORKING && working(day);
    }

    private boolean working(int day) {
        DayOfWeek weekday = date(day).getDayOfWeek();
        return weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY;
    }

    /** Each working day another part of the customers, whatever queue they are in. */
    private void prepare(int day) throws SQLException {
        int days = 0;
        int turn = 0;
        for (int d = settings.leakDay() - LiveSettings.WORKING; d < settings.leakDay(); d++) {
            if (working(d)) {
                turn = d < day ? turn + 1 : turn;
                days++;
            }
        }
        String salt = "insider" + settings.seed();
        try (PreparedStatement s = connection.prepareStatement("""
                insert into access_log (at, agent_id, action, customer_id, queue)
                select ? + make_interval(secs => %s %% 28800), ?, 'VIEW', c.id,
                       (select t.queue from ticket t where t.customer_id = c.id order by t.created_at desc limit 1)
                from customer c where c.created_at < ? and %s %% ? = ?
                """.formatted(drawn(), drawn()))) {
            OffsetDateTime at = utc(settings.at(day).plusSeconds(9 * 3_600));
            s.setObject(1, at);
            s.setString(2, salt);
            s.setObject(3, UUID.fromString(insider()));
            s.setObject(4, at);
            s.setString(5, salt);
            s.setInt(6, (int) Math.round(days / INSIDERS_SHARE));
            s.setInt(7, turn);
            s.executeUpdate();
        }
    }

    /** A number that a customer draws by lot; not by key, which differs from run to run. */
    private static String drawn() {
        return "('x' || substr(md5(coalesce(lower(email), phone, id::text) || ?), 1, 7))::bit(28)::int";
    }

    /** The last export before the leak. */
    private String lastExport() {
        int day = settings.leakDay() - 1;
        while (!exports(day)) {
            day--;
        }
        return exportName(day);
    }

    /** What it all left in the log. */
    public AccessLog log() {
        return new AccessLog(settings, connection, insider(), settings.leakDay() > EXPORT_FIRST ? lastExport() : "");
    }

    private LocalDate date(int day) {
        return settings.at(day).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
