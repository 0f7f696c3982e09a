package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void a_contact_that_nobody_has_counted_does_not_go_with_the_file() throws Exception {
        try (Spool spool = Spool.open(dir, ROOM)) {
            append(spool, "a", "b");
            List<Spool.Waiting> both = spool.oldest(10, Integer.MAX_VALUE);
            append(spool, "c");
            execute("update spooled set id = id + 100 where event_id = 'c'");
            spool.settled(both, List.of());
            execute(
                    "insert into spooled select id + 1, x'01', source, provider, 'uncounted', channel, thread, occurred_at,"
                            + " received_at, contact, unreadable, transport, deflated, raw_size, raw_sha256, use from spooled");
            spool.settled(spool.oldest(1, 1), List.of());
            assertThat(spool.oldest(10, Integer.MAX_VALUE))
                    .extracting(w -> w.row().eventId())
                    .containsExactly("uncounted");
        }
    }

    @Test
    void contacts_are_taken_from_the_first_on_by_every_new_file() throws Exception {
        try (Spool spool = Spool.open(dir, ROOM)) {
            for (int round = 0; round < 3; round++) {
                append(spool, "a", "b");
                List<Spool.Waiting> both = spool.oldest(10, Integer.MAX_VALUE);
                assertThat(both).hasSize(2);
                spool.settled(both, List.of());
                assertThat(spool.oldest(10, Integer.MAX_VALUE)).isEmpty();
                assertThat(spool.depth()).isZero();
            }
        }
    }

    @Test
    void only_what_is_refused_stays() throws Exception {
        Spool first = Spool.open(dir, ROOM);
        append(first, "a", "b", "c");
        List<Spool.Waiting> all = first.oldest(10, Integer.MAX_VALUE);
        first.settled(all, List.of(all.get(1)));
        assertThat(first.refused()).isEqualTo(1);
        assertThat(first.oldest(10, Integer.MAX_VALUE)).isEmpty();
        append(first, "d");
        first.settled(first.oldest(10, Integer.MAX_VALUE), List.of());
        assertThat(first.refused()).isEqualTo(1);
        first.close();
        try (Spool next = Spool.open(dir, ROOM)) {
            assertThat(next.depth()).isEqualTo(1);
            List<Spool.Waiting> left = next.oldest(10, Integer.MAX_VALUE);
            assertThat(left).extracting(w -> w.row().eventId()).containsExactly("b");
            next.settled(left, List.of());
            assertThat(next.bytes()).isLessThan(10 * 4096);
        }
    }

    @Test
    void a_closed_spool_leaves_its_file_to_the_next() throws Exception {
        Spool closed = Spool.open(dir, ROOM);
        closed.close();
        try (Spool next = Spool.open(dir, ROOM)) {
            assertThatThrownBy(() -> append(closed, "late")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> closed.oldest(1, 1)).isInstanceOf(IOException.class);
            assertThat(next.oldest(1, 1)).isEmpty();
        }
    }

    private static void append(Spool spool, String... ids) throws IOException {
        for (String id : ids) {
            spool.append(List.of(Prepared.of(Events.sms(id))));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("spool.sqlite"));
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
