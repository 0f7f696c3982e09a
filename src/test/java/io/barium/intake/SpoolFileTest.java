package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The spool's file, whatever became of it. */
class SpoolFileTest {
    private static final long ROOM = 1 << 20;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table spooled drop column use",
                "alter table spooled rename column thread to call_id",
                "drop table spooled"
            })
    void an_upgrade_that_was_interrupted_is_brought_to_its_end(String undone) throws Exception {
        Spool.open(dir, ROOM).close();
        execute(undone);
        try (Spool spool = Spool.open(dir, ROOM)) {
            Prepared row = Prepared.of(Events.sms("a").in("thread").using("nonce"));
            assertThat(spool.append(List.of(row))).containsExactly(Receipt.SPOOLED);
            Prepared kept = spool.oldest(10, Integer.MAX_VALUE).get(0).row();
            assertThat(kept.thread()).isEqualTo("thread");
            assertThat(kept.use()).isEqualTo(row.use());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("spool.sqlite"));
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
