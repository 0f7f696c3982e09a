package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.TestClock;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalMonthsTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 6);
    private final TestClock clock = new TestClock(Instant.parse("2026-11-25T12:00:00Z"));
    private final JournalMonths months = new JournalMonths(vertx, pool, clock);
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void the_partitions_of_the_next_months_stand_before_they_begin() {
        assertThat(months.ensure().await()).isEqualTo(4);
        assertThat(months.ensure().await()).as("again").isEqualTo(4);
        assertThat(texts("select relname from pg_class where relname ~ '^journal_[0-9]+$' order by 1"))
                .containsExactly("journal_000", "journal_001", "journal_002", "journal_003");
    }

    @Test
    void each_month_has_a_partition_of_its_own_and_numbers_go_on_rising() throws Exception {
        months.ensure().await();
        append("november");
        clock.advance(Duration.ofDays(6));
        months.ensure().await();
        append("december");
        append("december too");
        clock.advance(Duration.ofDays(90));
        months.ensure().await();
        append("march");
        assertThat(texts("select tableoid::regclass || ' ' || seq || ' ' || event_id from journal order by seq"))
                .containsExactly(
                        "journal_000 1 november",
                        "journal_001 10000000000 december",
                        "journal_001 10000000001 december too",
                        "journal_002 20000000000 march");
        assertThat(texts("select month || ' ' || first_seq from journal_month order by month"))
                .containsExactly("2026-11-01 1", "2026-12-01 10000000000", "2027-03-01 20000000000");
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
    }

    @Test
    void months_begin_after_a_clock_was_wrong_by_fifty_years() {
        clock.advance(Duration.ofDays(50 * 365));
        months.ensure().await();
        append("of a clock that is wrong");
        clock.advance(Duration.ofDays(-50 * 365));
        for (int month = 0; month < 3; month++) {
            months.ensure().await();
            append("month " + month);
            clock.advance(Duration.ofDays(31));
        }
        assertThat(texts("select tableoid::regclass || ' ' || event_id from journal order by seq"))
                .containsExactly(
                        "journal_000 of a clock that is wrong",
                        "journal_001 month 0",
                        "journal_002 month 1",
                        "journal_003 month 2");
    }

    @Test
    void a_clock_that_goes_back_begins_no_month() {
        months.ensure().await();
        clock.advance(Duration.ofDays(-40));
        months.ensure().await();
        append("late");
        assertThat(texts("select seq::text from journal")).containsExactly("1");
    }

    @Test
    void a_month_that_begins_under_load_loses_no_contact_and_breaks_no_order() throws Exception {
        months.ensure().await();
        List<Future<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            IntStream.range(0, 50).forEach(n -> answers.add(journal.append(Events.sms("SM" + answers.size()))));
            if (i == 10) {
                answers.get(0).await();
                clock.advance(Duration.ofDays(6));
                months.ensure().await();
            }
        }
        Future.all(answers).await();
        assertThat(texts("select event_id from journal order by seq"))
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "SM" + i).toList());
        assertThat(texts("select distinct tableoid::regclass::text from journal order by 1"))
                .containsExactly("journal_000", "journal_001");
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
    }

    @Test
    void an_event_is_known_in_the_month_after() {
        months.ensure().await();
        append("SM1");
        clock.advance(Duration.ofDays(6));
        months.ensure().await();
        assertThat(journal.append(Events.sms("SM1")).await()).isEqualTo(Receipt.KNOWN);
    }

    private void append(String id) {
        assertThat(journal.append(Events.sms(id)).await()).isEqualTo(Receipt.STORED);
    }

    private List<String> texts(String sql) {
        List<String> out = new ArrayList<>();
        pool.query(sql).execute().await().forEach(r -> out.add(r.getString(0)));
        return out;
    }
}
