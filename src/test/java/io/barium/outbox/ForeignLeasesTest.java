package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignLeasesTest extends OutboxBed {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Scripted sender = new Scripted(Sender.Outcome.sent());
    private OutboxWorkers watching;

    @BeforeEach
    void watch() {
        watching = workers(sender, new Outbox(pool, nanos::get), Policy.ATTEMPT_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600, 60, -60, 86_400 * 365})
    void a_clock_that_jumps_ends_no_lease_of_a_process_that_lives(long seconds) {
        Pool other = anotherProcess();
        Scripted slow = new Scripted();
        OutboxWorkers holder = workers(slow, new Outbox(other), Policy.ATTEMPT_LIMIT);
        holder.hand(Outbox.add(other, List.of(message(1), message(2)), clock.instant())
                .await());
        await().until(() -> slow.sent.size() == 2);
        clock.advance(Duration.ofSeconds(seconds));
        assertThat(lookedAfter(Duration.ZERO)).isZero();
        assertThat(lookedAfter(Outbox.LEASE.minusNanos(1))).isZero();
        assertThat(sender.sent).isEmpty();
    }

    @Test
    void a_process_that_is_connected_but_sends_nothing_keeps_a_lease_no_longer_than_it_is() {
        Pool other = anotherProcess();
        Outbox.add(other, List.of(message(1)), clock.instant()).await();
        assertThat(lookedAfter(Duration.ZERO)).isZero();
        assertThat(lookedAfter(Outbox.LEASE)).isEqualTo(1);
        assertThat(sender.sent).containsExactly(message(1).id().toString());
    }

    @Test
    void what_was_waiting_in_memory_when_the_clock_was_set_back_is_not_begun_on_its_old_lease() {
        List<Integer> attempts = new ArrayList<>();
        OutboxWorkers workers = workers(new Sender() {
            @Override
            public String channel() {
                return "mail";
            }

            @Override
            public Future<Outcome> send(Dispatch d) {
                attempts.add(d.attempts());
                return Future.succeededFuture(Outcome.sent());
            }
        });
        List<Dispatch> added =
                Outbox.add(pool, List.of(message(1)), clock.instant()).await();
        clock.advance(Duration.ofHours(-1));
        workers.hand(added);
        workers.sendDue().await();
        assertThat(attempts).as("on a lease that was made since").containsExactly(2);
    }

    @Test
    void nobody_is_taken_for_dead_because_the_database_ended_all_connections() {
        Pool other = anotherProcess();
        Outbox.add(other, List.of(message(1)), clock.instant()).await();
        clock.advance(Duration.ofMinutes(1));
        pool.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                        + " and application_name = '" + ANOTHER_PROCESS + "'")
                .execute()
                .await();
        awaitGone();
        assertThat(lookedAfter(Duration.ZERO)).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(4))).isZero();
        other.query("select 1").execute().await();
        assertThat(lookedAfter(Duration.ofSeconds(1))).as("it is back").isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isZero();
        assertThat(sender.sent).isEmpty();
    }

    @Test
    void a_process_that_is_gone_is_followed_after_ten_seconds_however_far_ahead_its_clock_was() {
        Pool other = anotherProcess();
        Outbox.add(other, List.of(message(1)), clock.instant().plus(Duration.ofMinutes(20)))
                .await();
        assertThat(lookedAfter(Duration.ZERO)).isZero();
        other.close().await();
        awaitGone();
        assertThat(lookedAfter(Duration.ofSeconds(1))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isEqualTo(1);
        assertThat(sender.sent).containsExactly(message(1).id().toString());
    }

    @Test
    void who_did_not_look_for_a_while_begins_anew() {
        Pool other = anotherProcess();
        Outbox.add(other, List.of(message(1)), clock.instant()).await();
        other.close().await();
        awaitGone();
        assertThat(lookedAfter(Duration.ZERO)).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(11))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isZero();
        assertThat(lookedAfter(Duration.ofSeconds(5))).isEqualTo(1);
    }

    /** How many messages this process takes when so much time has passed. */
    private int lookedAfter(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        return watching.sendDue().await();
    }

    private void awaitGone() {
        await().until(() -> pool.query("select from pg_stat_activity where datname = current_database()"
                                + " and application_name = '" + ANOTHER_PROCESS + "'")
                        .execute()
                        .await()
                        .size()
                == 0);
    }
}
