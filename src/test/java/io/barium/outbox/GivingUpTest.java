package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GivingUpTest extends OutboxBed {
    private static final Duration STANDSTILL = GIVE_UP.plusHours(1);

    private final Scripted failing = new Scripted(Sender.Outcome.retry("421 just starting"));

    @Test
    void after_a_standstill_longer_than_our_patience_one_failure_makes_no_dead_letter() {
        add(message(1));
        clock.advance(STANDSTILL);
        OutboxWorkers workers = workers(failing);
        workers.sendDue().await();
        assertThat(state(message(1))).isEqualTo("PENDING");
        assertThat(outbox.counts("mail").await().failingSince()).isEqualTo(clock.instant());
    }

    @Test
    void patience_counts_from_the_first_attempt() {
        add(message(1));
        clock.advance(Duration.ofMinutes(20));
        workers(failing).sendDue().await();
        assertThat(outbox.counts("mail").await().failingSince()).isEqualTo(clock.instant());
    }

    @Test
    void nor_does_one_when_it_had_failed_before_the_standstill() {
        add(message(1));
        OutboxWorkers workers = workers(failing);
        workers.sendDue().await();
        clock.advance(STANDSTILL);
        workers.sendDue().await();
        assertThat(row(message(1)).getInteger("attempts")).isEqualTo(2);
        assertThat(state(message(1))).isEqualTo("PENDING");
        tryFor(GIVE_UP.plusMinutes(10), workers);
        assertThat(state(message(1))).isEqualTo("DEAD");
    }

    @Test
    void what_is_sent_again_by_hand_is_tried_with_the_whole_patience() {
        add(message(1));
        OutboxWorkers workers = workers(failing);
        tryFor(GIVE_UP.plusMinutes(10), workers);
        assertThat(state(message(1))).isEqualTo("DEAD");
        outbox.resend(message(1).id(), clock.instant()).await();
        tryFor(GIVE_UP.minusMinutes(10), workers);
        assertThat(state(message(1))).isEqualTo("PENDING");
        tryFor(Duration.ofMinutes(20), workers);
        assertThat(state(message(1))).isEqualTo("DEAD");
    }

    @Test
    void that_a_message_was_given_up_is_told_although_its_channel_works() {
        add(message(0));
        OutboxWorkers workers = workers(refusing(message(0)));
        int n = 1;
        while (!state(message(0)).equals("DEAD")) {
            clock.advance(Duration.ofMinutes(5));
            add(message(n++));
            workers.sendDue().await();
        }
        add(message(n));
        workers.sendDue().await();
        assertThat(workers.standings().get(0).why()).as("it works").isNull();
        assertThat(alarm.gaveUp)
                .last()
                .asString()
                .contains("alerts.mail: 1 alert was given up", "552 too big", "/api/v1/dead-letters");
        clock.advance(Duration.ofMinutes(29));
        int told = alarm.gaveUp.size();
        workers.sendDue().await();
        assertThat(alarm.gaveUp).hasSizeGreaterThan(told);
        clock.advance(Duration.ofMinutes(1));
        told = alarm.gaveUp.size();
        workers.sendDue().await();
        workers.sendDue().await();
        assertThat(alarm.gaveUp).hasSize(told);
        assertThat(alarm.gaveUpLongAgo).hasValue(1);
    }

    @Test
    void many_that_are_given_up_are_one_thing_to_tell_and_stay_so_while_the_channel_fails() {
        for (int i = 0; i < 30; i++) {
            add(message(i));
        }
        OutboxWorkers workers = workers(failing);
        tryFor(GIVE_UP.plusMinutes(10), workers);
        assertThat(alarm.gaveUp).last().asString().contains("30 alerts were given up", "421 just starting");
        clock.advance(Duration.ofHours(5));
        workers.sendDue().await();
        assertThat(alarm.gaveUpLongAgo).hasValue(0);
        clock.advance(Duration.ofHours(-9));
        failing.outcomes.clear();
        failing.outcomes.add(Sender.Outcome.sent());
        add(message(30));
        workers.sendDue().await();
        clock.advance(Duration.ofMinutes(30));
        workers.sendDue().await();
        assertThat(alarm.gaveUpLongAgo).hasValue(1);
    }

    private void tryFor(Duration time, OutboxWorkers workers) {
        for (Duration tried = Duration.ZERO; tried.compareTo(time) < 0; tried = tried.plusMinutes(5)) {
            workers.sendDue().await();
            clock.advance(Duration.ofMinutes(5));
        }
    }

    private static Sender refusing(Message poison) {
        return new Sender() {
            @Override
            public String channel() {
                return "mail";
            }

            @Override
            public Future<Outcome> send(Dispatch d) {
                return Future.succeededFuture(
                        d.message().id().equals(poison.id()) ? Outcome.refused("552 too big") : Outcome.sent());
            }
        };
    }
}
