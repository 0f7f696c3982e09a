package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.TestClock;
import io.barium.alert.MailSender;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Relay;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Duration GIVE_UP = Duration.ofHours(2);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Pool pool;
    private Outbox outbox;

    @BeforeEach
    void open() {
        pool = Pools.open(vertx, TestDatabase.migrated(), 8);
        outbox = new Outbox(pool);
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
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
    void a_refusal_is_never_dead_at_once_but_waits_longer_and_a_success_after_failures_is_sent() {
        Message late = message(2);
        add(late);
        OutboxWorkers workers = workers(
                new Scripted(Sender.Outcome.retry("a"), Sender.Outcome.refused("b"), Sender.Outcome.sent()));
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
        sender.outcomes.add(Sender.Outcome.sent());
        List<Dispatch> fresh =
                Outbox.add(pool, List.of(message(7)), clock.instant()).await();
        workers.hand(fresh);
        workers.sendDue().await();
        workers.sendDue().await();
        assertThat(outbox.counts("mail").await().waiting()).isZero();
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

    private OutboxWorkers workers(Sender sender) {
        return workers(sender, outbox, Policy.ATTEMPT_LIMIT);
    }

    private OutboxWorkers workers(Sender sender, Outbox table, Duration attemptLimit) {
        return new OutboxWorkers(
                vertx,
                table,
                List.of(sender),
                new BackOff(new Random(1)),
                new Policy(attemptLimit, Duration.ofMinutes(10), GIVE_UP),
                clock,
                meters,
                new Quiet());
    }

    /** Nobody is told. */
    private static final class Quiet implements ChannelAlarm {
        @Override
        public void broken(String channel, String text) {}

        @Override
        public void limping(String channel, String text) {}

        @Override
        public void well(String channel) {}
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

    /** Adds it as due, leased to nobody. */
    private void add(Message message) {
        Outbox.add(pool, List.of(message), clock.instant()).await();
        pool.query("update outbox set leased_until = null, attempts = 0 where attempts = 1 and last_error is null")
                .execute()
                .await();
    }

    private static Message message(int n) {
        JsonObject payload = new JsonObject()
                .put("subject", "[Barium] subject " + n + " \u2013 \u00fc")
                .put("text", "text")
                .put("html", "<p>html</p>");
        return Message.about("case:1", n, "mail", payload);
    }

    private String state(Message message) {
        return row(message).getString("state");
    }

    private Row row(Message message) {
        return pool.preparedQuery("select * from outbox where id = $1")
                .execute(io.vertx.sqlclient.Tuple.of(message.id()))
                .await()
                .iterator()
                .next();
    }

    /** Ends each attempt as told; the last outcome repeats; without any it hangs. */
    private static final class Scripted implements Sender {
        private final Deque<Outcome> outcomes;
        private final List<String> sent = java.util.Collections.synchronizedList(new ArrayList<>());

        Scripted(Outcome... outcomes) {
            this.outcomes = new ArrayDeque<>(List.of(outcomes));
        }

        @Override
        public String channel() {
            return "mail";
        }

        @Override
        public synchronized Future<Outcome> send(Dispatch dispatch) {
            sent.add(dispatch.message().id().toString());
            if (outcomes.isEmpty()) {
                return Promise.<Outcome>promise().future();
            }
            return Future.succeededFuture(outcomes.size() > 1 ? outcomes.remove() : outcomes.peek());
        }
    }
}
