package io.barium.bench;

import io.barium.db.Migrations;
import io.barium.db.PostgresAddress;
import io.barium.intake.ContactJson;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;

/**
 * Fills a journal with made-up contacts over a year of months: mostly noise, calls with a later report each, one case
 * of many contacts and some of few, and standings that are rare among the rest.
 */
final class ReadFill {
    private static final int MONTHS = 12;
    private static final long CHUNK = 100_000;
    private static final LocalDate FIRST_MONTH = LocalDate.of(2025, 12, 1);
    private static final int RAW_BYTES = 200;
    private static final String MARK = "00000000000000";

    /**
     * Of ten rows in a row two are a call and its report; every two-hundredth contact is on a case, half of them on the
     * first one.
     */
    private static final String JOURNAL = """
            insert into journal (position, received_at, chain, raw_size, source, provider, event_id, channel, thread, contact,
                                 transport, raw_sha256, hash, raw)
            select i, ?::timestamptz + (i - ?) * interval '10 milliseconds', ?::uuid, %1$d, 'phone', 'twilio', 'e' || i,
                   case when i %% 10 in (7, 8) then 'CALL' else 'SMS' end,
                   case when i %% 10 in (7, 8) then 'CA' || i / 10 end,
                   replace(case when i %% 10 in (7, 8) then ? else ? end, '%2$s', lpad(i::text, 14, '0')),
                   '{"method":"POST","target":"/hooks/phone","peer":"203.0.113.9","headers":{"host":["barium.example"]}}',
                   decode(md5(i::text) || md5(i::text), 'hex'), decode(md5('h' || i) || md5(i::text), 'hex'),
                   decode(repeat(md5(i::text), %1$d / 16), 'hex')
            from generate_series(?, ?) as i
            """.formatted(RAW_BYTES, MARK);

    private static final String SIGHTINGS = """
            insert into sighting (seq, contact_seq, standing, why, case_id)
            select seq, case when position % 10 = 8 then seq - 1 else seq end,
                   case when position % 200 in (7, 8) then 'CREDIBLE' when position % 10000 = 1 then 'CONTROL'
                        when position % 50000 = 2 then 'UNREADABLE' else 'UNKNOWN_RECIPIENT' end, 'bench',
                   case when position % 200 in (7, 8) then
                        case when position / 200 % 2 = 0 then 1 else 2 + position / 200 % 40 end end
            from journal where seq >= ? and position between ? and ?
            """;
    private static final List<String> AFTER = List.of(
            "insert into sighting_token select seq, 1 + seq % 3000, 'CALLED' from sighting where standing = 'CREDIBLE'",
            "insert into standing_count select standing, count(*) from sighting where seq = contact_seq group by standing",
            """
            update support_case c set contacts = n.contacts, sightings = n.rows, first_seq = n.first, last_seq = n.last
            from (select case_id, count(distinct contact_seq) as contacts, count(*) as rows, min(seq) as first, max(seq) as last
                  from sighting where case_id is not null group by case_id) n where n.case_id = c.id
            """,
            "update casework_cursor set seq = (select max(seq) from journal)",
            "vacuum analyze");

    private ReadFill() {}

    /** Brings an empty database to the schema and fills it. */
    static void fill(PostgresAddress address, long rows) throws SQLException {
        Migrations.run(address);
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password())) {
            try (Statement s = c.createStatement()) {
                s.execute("set synchronous_commit = off");
                s.execute("insert into stratum (kind, name, seed) values ('PHONE', 'bench', 1)");
                s.execute(
                        "insert into token (kind, value, role, stratum_id, created_at)"
                                + " select 'PHONE', '+1212' || i, 'CONTROL', 1, now() from generate_series(1000000, 1002999) as i");
                s.execute(
                        "insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)"
                                + " select case when i = 1 then 'OPEN' else 'CLOSED' end, now(), now(), 1, 0 from generate_series(1, 41) as i");
            }
            for (int month = 0; month < MONTHS; month++) {
                month(c, FIRST_MONTH.plusMonths(month), rows * month / MONTHS, rows * (month + 1) / MONTHS);
                System.err.printf("filled %,d of %,d rows%n", rows * (month + 1) / MONTHS, rows);
            }
            try (Statement s = c.createStatement()) {
                for (String sql : AFTER) {
                    s.execute(sql);
                }
            }
        }
    }

    private static void month(Connection c, LocalDate month, long from, long to) throws SQLException {
        long first;
        try (PreparedStatement s = c.prepareStatement("select journal_months(?, 3)")) {
            s.setObject(1, month);
            s.execute();
        }
        try (Statement s = c.createStatement();
                var r = s.executeQuery("select first_seq from journal_month order by month desc limit 1")) {
            r.next();
            first = r.getLong(1);
        }
        try (PreparedStatement journal = c.prepareStatement(JOURNAL);
                PreparedStatement sightings = c.prepareStatement(SIGHTINGS)) {
            for (long i = from; i < to; i += CHUNK) {
                long last = Math.min(i + CHUNK, to) - 1;
                journal.setString(1, month + "T00:00:00Z");
                journal.setLong(2, from);
                journal.setString(3, "6c1a9a0e-5b5e-4b6e-9a52-0f3d2f1f7f11");
                journal.setString(4, ContactJson.write(call()));
                journal.setString(5, ContactJson.write(sms()));
                journal.setLong(6, i);
                journal.setLong(7, last);
                journal.execute();
                sightings.setLong(1, first + (i - from));
                sightings.setLong(2, i);
                sightings.setLong(3, last);
                sightings.execute();
            }
        }
    }

    private static Sms sms() {
        return new Sms(
                "e" + MARK,
                null,
                "+13035550100",
                "+12125550123",
                "Your subscription " + MARK + " is renewed today for 349.99 USD, call us to cancel",
                List.of(),
                Quotes.NONE);
    }

    private static Call call() {
        return new Call(
                "e" + MARK,
                null,
                "CA" + MARK,
                CallStage.INCOMING,
                "+13035550100",
                "+12125550123",
                "ACME SUPPORT",
                null,
                StirShaken.UNKNOWN,
                "ringing",
                null,
                null,
                "",
                Quotes.NONE);
    }
}
