package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.alert.MailSender;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Relay;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.loop.BackOff;
import io.vertx.core.Future;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest extends OutboxBed {
    @Test
    void what_cannot_be_delivered_for_too_long_becomes_a_dead_letter_that_is_counted_and_kept() {
        Message message = message(1);
        add(message);
        OutboxWorkers worker = workers(new Scripted(Sender.Outcome.retry("421 busy")));
        for (int i = 0; i < 40 && state(message).equals("PENDING"); i++) {
            worker.sendDue().await();
            clock.advance(Duration.ofMinutes(5));
        }
        Row row = row(message);
        assertThat(row.getString("state")).isEqualTo("DEAD");
        assertThat(row.getString("last_error")).isEqualTo("421 busy");
        assertThat(Duration.between(row.getOffsetDateTime("created_at"), row.getOffsetDateTime("settled_at")))
                .isBetween(GIVE_UP, GIVE_UP.plusMinutes(10));
        assertThat(outbox.counts("mail").await().dead()).isEqualTo(1);
        assertThat(meters.counter("barium.alerts", "channel", "mail", "outcome", "DEAD")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void workers_side_by_side_send_every_message_once() {
        int n = 200;
        IntStream.range(0, n).forEach(i -> add(message(i)));
        Scripted sender = new Scripted(Sender.Outcome.sent());
        List<Future<Integer>> runs =
                IntStream.range(0, 4).mapToObj(i -> workers(sender).sendDue()).toList();
        Future.all(runs).await();
        assertThat(sender.sent).hasSize(n);
        assertThat(Set.copyOf(sender.sent)).hasSize(n);
    }

    @Test
    void a_message_whose_worker_died_is_sent_again_with_the_same_id_when_its_lease_ends() {
        Message message = message(1);
        add(message);
        outbox.claim("mail", clock.instant(), 10).await();
        Scripted sender = new Scripted(Sender.Outcome.sent());
        assertThat(workers(sender).sendDue().await()).isZero();
        clock.advance(Outbox.LEASE);
        assertThat(workers(sender).sendDue().await()).isEqualTo(1);
        assertThat(sender.sent).containsExactly(message.id().toString());
    }

    @Test
    void what_a_dead_process_had_in_hand_is_taken_over_within_seconds() {
        Message message = message(1);
        add(message);
        PgConnectOptions named = database.options();
        named.addProperty("application_name", "another process");
        Pool other = PgBuilder.pool().connectingTo(named).using(vertx).build();
        new Outbox(other).claim("mail", clock.instant(), 10).await();
        clock.advance(Outbox.ABSENT);
        Scripted sender = new Scripted(Sender.Outcome.sent());
        assertThat(workers(sender).sendDue().await()).as("while it lives").isZero();
        other.close().await();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> workers(sender).sendDue().await() == 1);
        assertThat(sender.sent).containsExactly(message.id().toString());
    }

    @Test
    void what_was_added_but_never_handed_over_leaves_when_its_lease_ends() {
        Outbox.add(pool, List.of(message(1)), clock.instant()).await();
        Scripted sender = new Scripted(Sender.Outcome.sent());
        OutboxWorkers workers = workers(sender);
        clock.advance(Outbox.LEASE.minusSeconds(1));
        assertThat(workers.sendDue().await()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(workers.sendDue().await()).isEqualTo(1);
        assertThat(sender.sent).hasSize(1);
    }

    @Test
    void a_clock_that_is_set_back_delays_nothing() {
        Message waits = message(1);
        add(waits);
        workers(new Scripted(Sender.Outcome.retry("421 busy"))).sendDue().await();
        Outbox.add(pool, List.of(message(2)), clock.instant()).await();
        clock.advance(Duration.ofHours(-1));
        Scripted sender = new Scripted(Sender.Outcome.sent());
        assertThat(workers(sender).sendDue().await()).isEqualTo(2);
        assertThat(sender.sent).hasSize(2);
    }

    @Test
    void what_left_while_the_database_was_away_is_noted_later_and_not_sent_again() {
        List<Dispatch> added =
                Outbox.add(pool, List.of(message(1)), clock.instant()).await();
        Scripted sender = new Scripted(Sender.Outcome.sent());
        OutboxWorkers workers = workers(sender);
        pool.query("alter table outbox rename to gone").execute().await();
        workers.hand(added);
        assertThat(workers.sendDue().otherwise(-1).await()).isEqualTo(-1);
        assertThat(sender.sent).hasSize(1);
        pool.query("alter table gone rename to outbox").execute().await();
        clock.advance(Outbox.LEASE);
        workers.sendDue().await();
        assertThat(state(message(1))).isEqualTo("SENT");
        assertThat(sender.sent).hasSize(1);
    }

    @Test
    void a_process_that_died_between_the_receivers_yes_and_our_note_of_it_makes_the_same_id_leave_twice() {
        List<Dispatch> added =
                Outbox.add(pool, List.of(message(1)), clock.instant()).await();
        Pool dying = Pools.open(vertx, TestDatabase.migrated(), 1);
        dying.close().await();
        Scripted sender = new Scripted(Sender.Outcome.sent());
        OutboxWorkers dies = workers(sender, new Outbox(dying), Policy.ATTEMPT_LIMIT);
        dies.hand(added);
        dies.sendDue().otherwise(-1).await();
        assertThat(sender.sent).hasSize(1);
        clock.advance(Outbox.LEASE);
        assertThat(workers(sender).sendDue().await()).isEqualTo(1);
        assertThat(sender.sent)
                .containsExactly(message(1).id().toString(), message(1).id().toString());
        assertThat(state(message(1))).isEqualTo("SENT");
    }

    @Test
    void the_same_news_is_added_once() {
        add(message(1));
        add(message(1));
        assertThat(Outbox.add(pool, List.of(message(1), message(2)), clock.instant())
                        .await())
                .extracting(Dispatch::message)
                .extracting(Message::id)
                .containsExactly(message(2).id());
        pool.preparedQuery("delete from outbox where id = $1")
                .execute(io.vertx.sqlclient.Tuple.of(message(2).id()))
                .await();
        assertThat(outbox.counts("mail").await().waiting()).isEqualTo(1);
    }

    @Test
    void waits_double_up_to_five_minutes_and_keep_at_least_half() {
        BackOff backOff = new BackOff(new Random(7));
        long[] full = {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000};
        for (int attempt = 1; attempt <= full.length; attempt++) {
            for (int i = 0; i < 200; i++) {
                assertThat(backOff.after(attempt).toMillis()).isBetween(full[attempt - 1] / 2, full[attempt - 1]);
            }
        }
        assertThat(backOff.after(Integer.MAX_VALUE)).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_message_is_delivered_over_smtp_with_a_message_id_that_follows_from_its_id() throws Exception {
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try {
            Message message = message(1);
            add(message);
            assertThat(workers(mailSender(relay.getSmtp().getPort())).sendDue().await())
                    .isEqualTo(1);
            MimeMessage mail = relay.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("[Barium] subject 1 \u2013 \u00fc");
            assertThat(mail.getMessageID()).isEqualTo("<" + message.id() + "@barium.example>");
            assertThat(mail.getHeader("To")).containsExactly("soc@example.com,lead@example.com");
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(state(message)).isEqualTo("SENT");
            assertThat(workers(mailSender(relay.getSmtp().getPort())).sendDue().await())
                    .isZero();
        } finally {
            relay.stop();
        }
    }

    @Test
    void a_relay_that_is_away_is_tried_again_after_a_growing_wait_and_the_reason_names_the_setting() {
        Message message = message(1);
        add(message);
        OutboxWorkers worker = workers(mailSender(1));
        assertThat(worker.sendDue().await()).isEqualTo(1);
        assertThat(state(message)).isEqualTo("PENDING");
        assertThat(row(message).getString("last_error")).startsWith("alerts.mail 127.0.0.1:1: ");
        assertThat(worker.sendDue().await()).as("not due yet").isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(worker.sendDue().await()).isEqualTo(1);
        assertThat(outbox.counts("mail").await().failing()).isEqualTo(1);
    }

    private MailSender mailSender(int port) {
        return new MailSender(
                vertx,
                new AlertMail(
                        new Relay("127.0.0.1", port, false, null, null),
                        null,
                        "alerts@barium.example",
                        List.of("soc@example.com", "lead@example.com")),
                Duration.ofMinutes(10),
                clock);
    }
}
