package io.barium.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How PostgreSQL reads a page when it merges journal and sightings, which it does once there are many of them. */
class PagePlanTest {
    private final PostgresAddress address = TestDatabase.migrated();

    @ParameterizedTest
    @CsvSource({"> 5, asc", "< 5, desc"})
    void neither_journal_nor_sightings_are_read_from_their_ends(String bound, String order) throws Exception {
        StringBuilder plan = new StringBuilder();
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
                Statement s = c.createStatement()) {
            for (String other : new String[] {"seqscan", "bitmapscan", "nestloop", "hashjoin"}) {
                s.execute("set enable_" + other + " = off");
            }
            String sql = "explain (costs off) select j.seq, s.standing" + ContactRows.from(bound) + " order by j.seq "
                    + order + " limit 10";
            try (ResultSet r = s.executeQuery(sql)) {
                while (r.next()) {
                    plan.append(r.getString(1)).append('\n');
                }
            }
        }
        assertThat(plan)
                .containsPattern("Merge (Left|Right) Join")
                .containsPattern("on sighting s\\s+Index Cond: \\(seq " + bound.charAt(0) + " '?5")
                .containsPattern("on journal_000 \\w+\\s+Index Cond: \\(seq " + bound.charAt(0) + " '?5");
    }
}
