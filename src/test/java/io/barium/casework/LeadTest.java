package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two workers on one database, as two processes have them. */
class LeadTest extends CaseworkBed {
    private CaseWorker other;

    @BeforeEach
    void start() {
        other = worker();
        worker.start();
        await().until(worker::leading);
        other.start();
    }

    @AfterEach
    void stop() {
        worker.stop().await();
        other.stop().await();
    }

    private void journal(int from, int to) {
        Future.all(IntStream.range(from, to)
                        .mapToObj(i -> journal.append(entry(sms("SM" + i, JANES_LINE, "x"))))
                        .toList())
                .await();
    }

    private long judged() {
        return one("select count(*) from sighting").getLong(0);
    }

    @Test
    void one_leads_and_the_other_takes_over_within_ten_seconds_of_its_connections_end() {
        assertThat(other.leading()).isFalse();
        journal(0, 10);
        worker.wake();
        other.wake();
        await().until(() -> judged() == 10);
        assertThat(other.leading()).isFalse();
        for (int round = 0; round < 2; round++) {
            CaseWorker before = worker.leading() ? worker : other;
            endTheLeadersConnection();
            await().atMost(Duration.ofSeconds(10)).until(() -> !before.leading());
            await().atMost(Duration.ofSeconds(10)).until(() -> worker.leading() != other.leading());
            journal(10 + round, 11 + round);
            long expected = 11L + round;
            await().atMost(Duration.ofSeconds(10)).until(() -> judged() == expected);
        }
        assertThat(one("select contacts from support_case").getInteger(0)).isEqualTo(12);
    }

    @Test
    void a_leader_that_loses_its_connection_in_the_middle_of_a_batch_leaves_it_to_the_next_whole() {
        SqlConnection blocking = pool.getConnection().await();
        blocking.query("begin").execute().await();
        blocking.query("select * from casework_cursor for update").execute().await();
        journal(0, 50);
        worker.wake();
        await().until(() -> one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and query like '%casework_cursor for update%' and datname = current_database()")
                        .getLong(0)
                == 1);
        endTheLeadersConnection();
        blocking.query("commit").execute().await();
        blocking.close().await();
        await().atMost(Duration.ofSeconds(15)).until(() -> judged() == 50);
        assertThat(one("select contacts from support_case").getInteger(0)).isEqualTo(50);
        assertThat(subjects()).hasSize(1);
    }

    @Test
    void a_worker_that_takes_itself_for_the_leader_doubles_nothing() {
        journal(0, 3_000);
        List<Future<Integer>> both = List.of(other.catchUp(), worker.catchUp(), other.catchUp());
        worker.wake();
        Future.all(both).await();
        await().until(() -> judged() == 3_000);
        assertThat(one("select contacts from support_case").getInteger(0)).isEqualTo(3_000);
        assertThat(one("select sum(contacts)::bigint from standing_count").getLong(0))
                .isEqualTo(3_000);
    }

    @Test
    void the_lead_is_free_when_the_leader_stops() {
        worker.stop().await();
        await().atMost(Duration.ofSeconds(10)).until(other::leading);
        assertThat(worker.leading()).isFalse();
    }
}
