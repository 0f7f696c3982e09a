package io.barium.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The account of a load: what the providers were told against what the journal holds, and what the cases hold against
 * what the relay received. Neither side is asked about itself.
 *
 * @param sent events, each however often it was repeated
 * @param attempts requests and SMTP transactions
 * @param acked events that were answered 200 or 250
 * @param stored events that are in the journal
 * @param doubled events that are in the journal more than once
 * @param lost events that were acknowledged and are not in the journal
 * @param credible stored events that reached a canary
 * @param onCases contacts that all cases gained
 * @param told contacts that the mails told of
 * @param untold cases without the mail that opens them
 * @param mails different alerts that arrived
 * @param repeated further arrivals of the same Message-ID
 */
record Tally(
        String name,
        int sent,
        int attempts,
        int acked,
        int stored,
        int doubled,
        int lost,
        int credible,
        int onCases,
        int told,
        int untold,
        int mails,
        int repeated) {

    private static final String STORED = """
            select substring(contact::text from ?), count(*) from journal
            where contact::text like ? group by 1
            """;

    /**
     * How things stood before a load, for all that is counted over the life of a database.
     *
     * @param onCases contacts on cases
     * @param mails that the relay had received
     */
    record Before(int onCases, int mails) {

        static Before of(PostgresAddress database, Relay relay) throws SQLException {
            return new Before(sum(cases(database)), relay.mails().size());
        }
    }

    static Tally of(Providers providers, PostgresAddress database, Relay relay, Before before) throws SQLException {
        Collection<Event> events = providers.events();
        Map<String, Integer> stored = stored(database, providers.label());
        Map<Long, Integer> cases = cases(database);
        List<AlertMail> all = relay.mails();
        List<AlertMail> arrived = all.subList(before.mails(), all.size()).stream()
                .filter(AlertMail::tellsOfCase)
                .toList();
        Map<String, AlertMail> different =
                arrived.stream().collect(Collectors.toMap(AlertMail::messageId, mail -> mail, (first, again) -> first));
        Set<String> opened = new HashSet<>();
        all.stream().filter(AlertMail::opensCase).forEach(mail -> opened.add(mail.topic()));
        return new Tally(
                providers.label(),
                events.size(),
                events.stream().mapToInt(e -> e.attempts.get()).sum(),
                (int) events.stream().filter(Event::acked).count(),
                stored.size(),
                (int) stored.values().stream().filter(n -> n > 1).count(),
                (int) events.stream()
                        .filter(e -> e.acked() && !stored.containsKey(e.marker))
                        .count(),
                (int) events.stream()
                        .filter(e -> e.reachesCanary() && stored.containsKey(e.marker))
                        .count(),
                sum(cases) - before.onCases(),
                different.values().stream().mapToInt(AlertMail::contacts).sum(),
                (int) cases.keySet().stream()
                        .filter(id -> !opened.contains("case:" + id))
                        .count(),
                different.size(),
                arrived.size() - different.size());
    }

    /** Whether every contact that casework owes a telling has been told. */
    boolean isTold() {
        return untold == 0 && onCases == credible && told == credible;
    }

    /** Nothing acknowledged is missing, nothing doubled, every contact with a canary is on a case and told once. */
    Tally assertNothingIsLost() {
        assertThat(sent).as("the load was a load").isPositive();
        assertThat(lost).as("lost: acknowledged, not in the journal\n%s", this).isZero();
        assertThat(doubled).as("doubled in the journal\n%s", this).isZero();
        assertThat(acked).as("acknowledged in the end\n%s", this).isEqualTo(sent);
        assertThat(onCases).as("contacts on cases\n%s", this).isEqualTo(credible);
        assertThat(told).as("contacts told by mail\n%s", this).isEqualTo(credible);
        assertThat(untold).as("cases without alert\n%s", this).isZero();
        return this;
    }

    private static int sum(Map<Long, Integer> cases) {
        return cases.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Map<String, Integer> stored(PostgresAddress database, String label) throws SQLException {
        Map<String, Integer> stored = new HashMap<>();
        try (Connection c = open(database);
                PreparedStatement rows = c.prepareStatement(STORED)) {
            rows.setString(1, "evt-" + label + "-[a-z]+-[0-9]+");
            rows.setString(2, "%evt-" + label + "-%");
            ResultSet r = rows.executeQuery();
            while (r.next()) {
                stored.put(r.getString(1), r.getInt(2));
            }
        }
        return stored;
    }

    private static Map<Long, Integer> cases(PostgresAddress database) throws SQLException {
        Map<Long, Integer> cases = new HashMap<>();
        try (Connection c = open(database);
                ResultSet r = c.createStatement().executeQuery("select id, contacts from support_case")) {
            while (r.next()) {
                cases.put(r.getLong(1), r.getInt(2));
            }
        }
        return cases;
    }

    private static Connection open(PostgresAddress database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), "");
    }
}
