package io.barium.intake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the table of events, which tells what is known and need not be stored, against the contacts that are. The
 * database sorts both, on its disk where they are many, so that it takes no more memory for ten million.
 */
final class EventVerifier {
    private static final int NAMED = 3;

    /**
     * A contact and its event have key, raw bytes and reading in common. A single-use id has an event of its own, with
     * raw bytes and reading of the contact that used it, and each contact used one at most; so what is left of the
     * events after the contacts have taken theirs has to find as many contacts of its content.
     */
    private static final String UNMATCHED = """
            with held as materialized (
                select key, raw, reading, min(seq) as seq, count(seq) as contacts, count(*) - count(seq) as events
                from (select seq, substring(sha256(convert_to(source, 'UTF8') || '\\x00' || convert_to(event_id, 'UTF8')) for 16) as key,
                             substring(raw_sha256 for 16) as raw, substring(sha256(convert_to(contact, 'UTF8')) for 16) as reading
                      from journal
                      union all
                      select null, uuid_send(key), uuid_send(raw), uuid_send(reading) from journal_event) a
                group by key, raw, reading),
            left_over as (
                select min(encode(key, 'hex')) filter (where events > contacts)::uuid as key,
                       count(*) filter (where events > contacts) - sum(contacts) as events
                from held group by raw, reading)
            select 'contacts' as what, seq::text as name, contacts - events as n from held where contacts > events
            union all
            select 'events', key::text, events from left_over where events > 0
            """;

    /** What is found of one kind. */
    private static final class Found {
        private long n;
        private final List<String> named = new ArrayList<>();

        void add(String name, long more) {
            n += more;
            if (named.size() < NAMED) {
                named.add(name);
            }
        }

        String told(String what) {
            return n + what + String.join(", ", named);
        }
    }

    private EventVerifier() {}

    /** Reads both in the snapshot of a transaction; in words, empty when they agree. */
    static List<String> faults(Connection c) throws SQLException {
        Found contacts = new Found();
        Found events = new Found();
        try (Statement statement = c.createStatement()) {
            statement.setFetchSize(200);
            try (ResultSet r = statement.executeQuery(UNMATCHED)) {
                while (r.next()) {
                    (r.getString("what").equals("contacts") ? contacts : events)
                            .add(r.getString("name"), r.getLong("n"));
                }
            }
        }
        List<String> faults = new ArrayList<>();
        if (contacts.n > 0) {
            faults.add(
                    contacts.told(" contacts have no row of their own in journal_event, so it was removed or altered,"
                            + " or they were stored a second time; among them: "));
        }
        if (events.n > 0) {
            faults.add(events.told(" rows of journal_event belong to no contact, so what they stand for is taken for"
                    + " known and not stored; among them: "));
        }
        return faults;
    }
}
