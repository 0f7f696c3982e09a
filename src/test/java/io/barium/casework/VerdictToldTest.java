package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.LogLines;
import io.barium.inference.Level;
import io.barium.verdict.Assumptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a verdict is told, and how often. */
class VerdictToldTest extends LeakBed {
    private void leakedUntilWatched() {
        for (int n = 1; n == 1 || newest().level() == Level.CONTACT; n++) {
            leaked(n, n);
        }
        assertThat(subjects()).anyMatch(s -> s.endsWith(newest().level().name()));
    }

    @Test
    void a_level_that_corrected_settings_raise_on_the_contacts_that_were_told_of_is_told_too() {
        worker = worker(new VerdictReplay(vertx, new Assumptions(.02, .004, 1e8, List.of())));
        leaked(1, 11);
        for (int n = 12; n <= 14; n++) {
            journal.append(entry(leak(n))).await();
        }
        worker.catchUp().await();
        long seq = newest().basis().seq();
        assertThat(newest().level()).isEqualTo(Level.WATCH);
        assertThat(subjects().stream().filter(s -> s.contains("WATCH"))).hasSize(1);
        worker = worker(); // with the company's name
        worker.catchUp().await();
        worker.catchUp().await();
        assertThat(newest().basis().seq()).isEqualTo(seq);
        assertThat(newest().level()).isEqualTo(Level.SUSPECTED);
        assertThat(subjects().stream().filter(s -> s.contains("SUSPECTED"))).hasSize(1);
    }

    @Test
    void what_is_told_again_has_the_same_id_so_it_does_not_leave_twice_and_is_logged() {
        leakedUntilWatched();
        List<String> told = subjects();
        pool.query("delete from verdict where seq = (select max(seq) from verdict)")
                .execute()
                .await();
        worker = worker();
        try (LogLines logged = new LogLines()) {
            worker.catchUp().await();
            worker.catchUp().await();
            String id = column("select id::text from outbox where topic like 'case:1:verdict:%'")
                    .get(0);
            assertThat(logged.lines())
                    .anyMatch(l -> l.endsWith("alerts were in the outbox already, not told again ids=[" + id + "]"));
        }
        assertThat(subjects()).isEqualTo(told);
    }

    @Test
    void a_worker_that_leads_again_tells_nothing_that_another_has_told() {
        CaseWorker first = worker;
        leaked(1, 1);
        worker = worker();
        leaked(2, 40);
        worker = first;
        leaked(41, 42);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(2));
            worker.catchUp().await();
        }
        assertThat(newest().reach().planted()).isEqualTo(42);
        for (Level level : List.of(Level.WATCH, Level.SUSPECTED, Level.CONFIRMED)) {
            assertThat(subjects().stream().filter(s -> s.contains(level.name())))
                    .as(level.name())
                    .hasSize(1);
        }
    }

    @Test
    void a_worker_that_wins_the_lead_again_knows_what_another_has_told_although_no_contact_came_meanwhile() {
        CaseWorker first = worker(new VerdictReplay(vertx, new Assumptions(.02, .004, 1e8, List.of())));
        worker = first;
        leaked(1, 14);
        first.start();
        await().until(first::leading);
        worker = worker(); // with the company's name
        worker.catchUp().await();
        worker.catchUp().await();
        assertThat(newest().level()).isEqualTo(Level.SUSPECTED);
        endTheLeadersConnection();
        await().until(() -> !first.leading());
        await().until(first::leading);
        clock.advance(Duration.ofHours(7));
        journal.append(entry(leak(15))).await();
        first.wake();
        await().until(() -> newest().reach().planted() == 15);
        first.stop().await();
        assertThat(newest().level()).isEqualTo(Level.SUSPECTED);
        assertThat(subjects().stream().filter(s -> s.contains("SUSPECTED"))).hasSize(1);
    }

    @Test
    void contacts_do_not_wait_for_a_worker_that_goes_on_where_another_has_been() {
        CaseWorker first = worker;
        leaked(1, 3);
        worker = worker();
        leaked(4, 5);
        worker = first;
        leaked(6, 6);
        SqlConnection other = pool.getConnection().await();
        other.query("begin").execute().await();
        other.query("lock table verdict in access exclusive mode").execute().await();
        leaked(7, 8);
        assertThat(one("select contacts from support_case").getInteger(0)).isEqualTo(8);
        other.query("commit").execute().await();
        other.close().await();
        await().untilAsserted(() -> {
            clock.advance(Duration.ofSeconds(2));
            worker.catchUp().await();
            assertThat(newest().reach().planted()).isEqualTo(8);
        });
        assertThat(replay().asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }
}
