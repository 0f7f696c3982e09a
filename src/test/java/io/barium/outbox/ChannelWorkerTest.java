package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelWorkerTest extends OutboxBed {
    @Test
    void a_refusal_is_never_dead_at_once_but_waits_longer_and_a_success_after_failures_is_sent() {
        Message late = message(2);
        add(late);
        OutboxWorkers workers =
                workers(new Scripted(Sender.Outcome.retry("a"), Sender.Outcome.refused("b"), Sender.Outcome.sent()));
        workers.sendDue().await();
        clock.advance(Duration.ofSeconds(2));
        workers.sendDue().await();
        Row refused = row(late);
        assertThat(refused.getString("state")).isEqualTo("PENDING");
        assertThat(refused.getString("last_error")).isEqualTo("b");
        assertThat(Duration.between(
                        clock.instant(), refused.getOffsetDateTime("due_at").toInstant()))
                .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
        clock.advance(Duration.ofMinutes(5));
        workers.sendDue().await();
        assertThat(state(late)).isEqualTo("SENT");
        assertThat(row(late).getInteger("attempts")).isEqualTo(3);
    }

    @Test
    void a_receiver_that_asks_to_be_left_alone_is_left_alone() {
        Message message = message(1);
        add(message);
        workers(new Scripted(new Sender.Outcome.Failed("429", false, Duration.ofMinutes(7))))
                .sendDue()
                .await();
        assertThat(row(message).getOffsetDateTime("due_at").toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(7)));
    }

    @Test
    void what_is_handed_over_leaves_at_once_and_nobody_else_gets_it_meanwhile() {
        List<Dispatch> added = Outbox.add(pool, List.of(message(1), message(2)), clock.instant())
                .await();
        Scripted other = new Scripted(Sender.Outcome.sent());
        assertThat(workers(other).sendDue().await()).as("leased to us").isZero();
        Scripted sender = new Scripted(Sender.Outcome.sent());
        OutboxWorkers workers = workers(sender);
        workers.hand(added);
        assertThat(workers.sendDue().await()).as("the table was not asked").isZero();
        assertThat(sender.sent)
                .containsExactly(message(1).id().toString(), message(2).id().toString());
        assertThat(other.sent).isEmpty();
        assertThat(state(message(1))).isEqualTo("SENT");
    }

    @Test
    void an_attempt_that_hangs_ends_by_its_limit_and_is_tried_again() {
        List<Dispatch> added =
                Outbox.add(pool, List.of(message(1)), clock.instant()).await();
        Scripted hanging = new Scripted();
        OutboxWorkers workers = workers(hanging, outbox, Duration.ofMillis(200));
        workers.hand(added);
        workers.sendDue().await();
        assertThat(row(message(1)).getString("last_error")).contains("did not answer");
        assertThat(state(message(1))).isEqualTo("PENDING");
    }

    @Test
    void a_limit_that_outlives_the_lease_is_refused() {
        assertThatThrownBy(() -> new Policy(Outbox.LEASE, Duration.ZERO, GIVE_UP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void when_the_channel_works_again_what_waits_is_due_at_once() {
        for (int i = 0; i < 6; i++) {
            add(message(i));
        }
        Scripted sender = new Scripted(Sender.Outcome.refused("550"));
        OutboxWorkers workers = workers(sender);
        workers.sendDue().await();
        assertThat(outbox.counts("mail").await().failing()).isEqualTo(6);
        sender.outcomes.clear();
        sender.outcomes.add(Sender.Outcome.sent());
        List<Dispatch> fresh =
                Outbox.add(pool, List.of(message(7)), clock.instant()).await();
        workers.hand(fresh);
        await().until(() -> {
            workers.sendDue().await();
            return outbox.counts("mail").await().waiting() == 0;
        });
    }

    @Test
    void one_message_that_is_refused_while_others_leave_is_not_tried_after_each_of_them() {
        add(message(0));
        String poison = message(0).id().toString();
        List<String> tried = new ArrayList<>();
        OutboxWorkers workers = workers(new Sender() {
            @Override
            public String channel() {
                return "mail";
            }

            @Override
            public Future<Outcome> send(Dispatch d) {
                tried.add(d.message().id().toString());
                return Future.succeededFuture(
                        d.message().id().toString().equals(poison) ? Outcome.refused("552 too big") : Outcome.sent());
            }
        });
        workers.sendDue().await();
        for (int i = 1; i <= 10; i++) {
            add(message(i));
            workers.sendDue().await();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(tried.stream().filter(poison::equals).count()).isLessThanOrEqualTo(2);
        assertThat(workers.standings().get(0).broken()).isTrue();
        assertThat(workers.standings().get(0).text()).contains("1 alert waits").contains("552 too big");
    }

    @Test
    void a_clock_that_is_set_back_does_not_put_off_the_alarm() {
        add(message(1));
        OutboxWorkers workers = workers(new Scripted(Sender.Outcome.retry("421 busy")));
        workers.sendDue().await();
        clock.advance(Duration.ofHours(-1));
        workers.sendDue().await();
        clock.advance(Duration.ofMinutes(9));
        workers.sendDue().await();
        assertThat(alarm.broken).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        workers.sendDue().await();
        assertThat(alarm.broken).isNotEmpty();
    }
}
