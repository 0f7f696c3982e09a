package io.barium.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.TestClock;
import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.ChainVerifier;
import io.barium.intake.Entry;
import io.barium.intake.JournalWriter;
import io.barium.model.Channel;
import io.barium.view.LegalHolds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 6);
    private final TestClock clock = new TestClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
    private final LegalHolds holds = new LegalHolds(pool, clock);

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void raw_bytes_of_that_age_are_dropped_and_their_hashes_and_the_chain_stay() throws Exception {
        write(1_200);
        clock.advance(Duration.ofDays(10));
        write(3);
        clock.advance(Duration.ofDays(21));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(1_200);
        assertThat(kept()).containsExactly(1_201L, 1_202L, 1_203L);
        ChainVerifier.Report report = ChainVerifier.verify(address);
        assertThat(report.faults()).isEmpty();
        assertThat(report.dropped()).isEqualTo(1_200);
        assertThat(run(Duration.ofDays(30), null)).as("again").isZero();
        clock.advance(Duration.ofDays(10));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(3);
    }

    @Test
    void nothing_is_dropped_unless_the_settings_say_so() {
        write(3);
        clock.advance(Duration.ofDays(3_650));
        assertThat(run(null, null)).isZero();
        assertThat(kept()).hasSize(3);
    }

    @Test
    void a_case_on_legal_hold_keeps_its_raw_bytes_until_the_hold_is_lifted() {
        write(6);
        sighted(2, 2, "CREDIBLE", caseFrom(2));
        sighted(3, 2, "CREDIBLE", 1L);
        sighted(5, 4, "CREDIBLE", 1L);
        sighted(4, 4, "UNKNOWN_RECIPIENT", null);
        assertThat(holds.place(1, "court order 17", "key:lead").await()).isTrue();
        assertThat(holds.place(99, "no such case", "key:lead").await()).isFalse();
        clock.advance(Duration.ofDays(31));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(2);
        assertThat(kept())
                .as("contacts, additions and the contact of an addition")
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(holds.lift(1).await()).isTrue();
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(4);
        assertThat(kept()).isEmpty();
    }

    @Test
    void a_hold_that_is_lifted_casts_no_doubt_on_what_was_dropped_before() throws Exception {
        write(4);
        sighted(2, 2, "CREDIBLE", caseFrom(2));
        holds.place(1, "court order 17", "key:lead").await();
        clock.advance(Duration.ofDays(31));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(3);
        holds.lift(1).await();
        assertThat(number("select max(seq) as n from retention")).isEqualTo(1);
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        write(1);
        pool.query("update journal set raw = null where seq = 5").execute().await();
        assertThat(ChainVerifier.verify(address).faults())
                .containsExactly("contact 5: raw bytes are missing, and retention has not come that far");
    }

    @Test
    void contacts_that_touched_no_token_can_have_a_shorter_age() {
        write(4);
        sighted(1, 1, "UNKNOWN_RECIPIENT", null);
        sighted(2, 2, "CREDIBLE", caseFrom(2));
        sighted(3, 3, "UNKNOWN_RECIPIENT", null);
        clock.advance(Duration.ofDays(8));
        assertThat(run(Duration.ofDays(30), Duration.ofDays(7))).isEqualTo(2);
        assertThat(kept()).containsExactly(2L, 4L);
    }

    @Test
    void a_row_from_the_future_keeps_nothing_behind_it() {
        write(1);
        clock.advance(Duration.ofDays(4_000));
        write(1);
        clock.advance(Duration.ofDays(-4_000));
        write(1);
        clock.advance(Duration.ofDays(31));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(2);
        assertThat(kept()).containsExactly(2L);
    }

    @Test
    void a_clock_that_was_behind_for_a_while_makes_nothing_kept_for_ever() {
        write(5);
        clock.advance(Duration.ofDays(-400));
        assertThat(run(Duration.ofDays(30), null)).isZero();
        write(1);
        assertThat(run(Duration.ofDays(30), null)).isZero();
        clock.advance(Duration.ofDays(429));
        assertThat(run(Duration.ofDays(30), null)).as("what came meanwhile").isEqualTo(1);
        clock.advance(Duration.ofDays(2));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(5);
        assertThat(run(Duration.ofDays(30), null)).as("again").isZero();
    }

    @Test
    void many_rows_from_the_future_keep_nothing_behind_them() {
        clock.advance(Duration.ofDays(4_000));
        write(1_200);
        clock.advance(Duration.ofDays(-4_000));
        write(1);
        clock.advance(Duration.ofDays(31));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(1);
        clock.advance(Duration.ofDays(4_000));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(1_200);
    }

    @Test
    void the_first_report_of_a_contact_that_touched_a_token_later_is_kept_as_long_as_the_contact() {
        write(3);
        sighted(1, 1, "UNKNOWN_RECIPIENT", null);
        sighted(2, 1, "CREDIBLE", caseFrom(1));
        sighted(3, 3, "UNKNOWN_RECIPIENT", null);
        clock.advance(Duration.ofDays(8));
        assertThat(run(Duration.ofDays(30), Duration.ofDays(7))).isEqualTo(1);
        assertThat(kept()).containsExactly(1L, 2L);
        clock.advance(Duration.ofDays(23));
        assertThat(run(Duration.ofDays(30), Duration.ofDays(7))).isEqualTo(2);
    }

    @Test
    void contacts_that_casework_has_not_judged_are_waited_for() {
        write(2);
        sighted(1, 1, "UNKNOWN_RECIPIENT", null);
        clock.advance(Duration.ofDays(8));
        assertThat(run(Duration.ofDays(30), Duration.ofDays(7))).isEqualTo(1);
        sighted(2, 2, "UNKNOWN_RECIPIENT", null);
        assertThat(run(Duration.ofDays(30), Duration.ofDays(7))).isEqualTo(1);
    }

    @Test
    void a_hold_waits_for_what_is_being_dropped_and_keeps_all_from_its_answer_on() {
        write(2);
        sighted(1, 1, "CREDIBLE", caseFrom(1));
        Pool other = Pools.open(vertx, address, 1);
        SqlConnection dropping = other.getConnection().await();
        Transaction batch = dropping.begin().await();
        dropping.query("select seq from retention where rule = 'RAW' for update")
                .execute()
                .await();
        Future<Boolean> placed = holds.place(1, "court order 17", "key:lead");
        await().until(() -> placed.isComplete()
                || number("select count(*) as n from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database()")
                        > 0);
        assertThat(placed.isComplete()).isFalse();
        batch.commit().await();
        other.close().await();
        assertThat(placed.await()).isTrue();
        clock.advance(Duration.ofDays(31));
        assertThat(run(Duration.ofDays(30), null)).isEqualTo(1);
        assertThat(kept()).containsExactly(1L);
    }

    private int run(@Nullable Duration raw, @Nullable Duration unknown) {
        return new Retention(vertx, pool, new Settings.Retention(raw, unknown), clock)
                .run()
                .await();
    }

    private void write(int n) {
        long first = number("select coalesce(max(seq), 0) as n from journal");
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 1; i <= n; i++) {
            answers.add(journal.append(Entry.unreadable(
                    "line", "twilio", "e" + (first + i), Channel.SMS, clock.instant(), "why", Map.of(), new byte[] {1, 2
                    })));
        }
        Future.all(answers).await();
    }

    private long caseFrom(long seq) {
        return pool.query("insert into support_case (state, opened_at, last_contact_at, first_seq, contacts)"
                        + " values ('OPEN', now(), now(), " + seq + ", 1) returning id as n")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    private void sighted(long seq, long contact, String standing, @Nullable Long caseId) {
        pool.query("insert into sighting (seq, contact_seq, standing, why, case_id) values (" + seq + ", " + contact
                        + ", '" + standing + "', 'test', " + caseId + ")")
                .execute()
                .await();
        pool.query("update casework_cursor set seq = greatest(seq, " + seq + ")")
                .execute()
                .await();
    }

    private List<Long> kept() {
        List<Long> kept = new ArrayList<>();
        pool.query("select seq from journal where raw is not null order by seq")
                .execute()
                .await()
                .forEach(r -> kept.add(r.getLong("seq")));
        return kept;
    }

    private long number(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong("n");
    }
}
