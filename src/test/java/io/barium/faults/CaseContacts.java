package io.barium.faults;

import io.barium.db.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What stands on all cases together.
 *
 * @param counted contacts by the cases' own count
 * @param sighted contacts that were judged to belong to them
 * @param tokens touched by these, each as often as it was touched
 */
record CaseContacts(int counted, int sighted, int tokens) {

    static CaseContacts of(PostgresAddress database) throws SQLException {
        try (Connection c = DriverManager.getConnection(database.jdbcUrl(), database.username(), "");
                ResultSet r = c.createStatement().executeQuery("""
                        select (select coalesce(sum(contacts), 0) from support_case),
                               (select count(*) from sighting where case_id is not null and contact_seq = seq),
                               (select count(distinct (seq, token_id)) from sighting_token)
                        """)) {
            r.next();
            return new CaseContacts(r.getInt(1), r.getInt(2), r.getInt(3));
        }
    }
}
