package io.barium.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.barium.TestClock;
import io.barium.alert.MailSender;
import io.barium.config.Settings.AlertMail;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
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
            assertThat(worker(mailSender(relay.getSmtp().getPort())).sendDue().await())
                    .isEqualTo(1);
            MimeMessage mail = relay.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("[Barium] subject 1 \u2013 \u00fc");
            assertThat(mail.getMessageID()).isEqualTo("<" + message.id() + "@barium.example>");
            assertThat(mail.getHeader("To")).containsExactly("soc@example.com,lead@example.com");
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(state(message)).isEqualTo("SENT");
            assertThat(worker(mailSender(relay.getSmtp().getPort())).sendDue().await())
                    .isZero();
        } finally {
            relay.stop();
        }
    }

    @Test
    void a_relay_that_is_away_is_tried_again_after_a_growing_wait_and_the_reason_names_the_setting() {
        Message message = message(1);
        add(message);
        OutboxWorker worker = worker(mailSender(1));
        assertThat(worker.sendDue().await()).isEqualTo(1);
        assertThat(state(message)).isEqualTo("PENDING");
        assertThat(row(message).getString("last_error")).startsWith("alerts.mail 127.0.0.1:1: ");
        assertThat(worker.sendDue().await()).as("not due yet").isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(worker.sendDue().await()).isEqualTo(1);
        assertThat(outbox.counts().await().failing()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_delivered_for_too_long_becomes_a_dead_letter_that_is_counted_and_kept() {
        Message message = message(1);
        add(message);
        OutboxWorker worker = worker(new Scripted(new Sender.Outcome.Retry("421 busy")));
        for (int i = 0; i < 40 && state(message).equals("PENDING"); i++) {
            worker.sendDue().await();
            clock.advance(Duration.ofMinutes(5));
        }
        Row row = row(message);
        assertThat(row.getString("state")).isEqualTo("DEAD");
        assertThat(row.getString("last_error")).isEqualTo("421 busy");
        assertThat(Duration.between(row.getOffsetDateTime("created_at"), row.getOffsetDateTime("settled_at")))
                .isBetween(GIVE_UP, GIVE_UP.plusMinutes(10));
        assertThat(outbox.counts().await().dead()).isEqualTo(1);
        assertThat(meters.counter("barium.alerts", "channel", "mail", "outcome", "DEAD")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_permanent_refusal_is_dead_at_once_and_a_success_after_failures_is_sent() {
        Message refused = message(1);
        add(refused);
        worker(new Scripted(new Sender.Outcome.Dead("no such thing"))).sendDue().await();
        assertThat(state(refused)).isEqualTo("DEAD");
        Message late = message(2);
        add(late);
        OutboxWorker worker = worker(
                new Scripted(new Sender.Outcome.Retry("a"), new Sender.Outcome.Retry("b"), new Sender.Outcome.Sent()));
        for (int i = 0; i < 3; i++) {
            worker.sendDue().await();
            clock.advance(Duration.ofMinutes(5));
        }
        assertThat(state(late)).isEqualTo("SENT");
        assertThat(row(late).getInteger("attempts")).isEqualTo(3);
    }

    @Test
    void a_channel_without_a_sender_keeps_its_messages_and_says_which_setting_is_missing() {
        Message message = message(1);
        add(message);
        OutboxWorker worker =
                new OutboxWorker(vertx, outbox, List.of(), new BackOff(new Random(1)), GIVE_UP, clock, meters);
        worker.sendDue().await();
        assertThat(state(message)).isEqualTo("PENDING");
        assertThat(row(message).getString("last_error")).contains("alerts.mail is not set");
    }

    @Test
    void workers_side_by_side_send_every_message_once() {
        int n = 200;
        IntStream.range(0, n).forEach(i -> add(message(i)));
        Scripted sender = new Scripted(new Sender.Outcome.Sent());
        List<Future<Integer>> runs =
                IntStream.range(0, 4).mapToObj(i -> worker(sender).sendDue()).toList();
        Future.all(runs).await();
        assertThat(sender.sent).hasSize(n);
        assertThat(Set.copyOf(sender.sent)).hasSize(n);
    }

    @Test
    void a_message_whose_worker_died_is_sent_again_with_the_same_id_when_its_lease_ends() {
        Message message = message(1);
        add(message);
        outbox.claim(clock.instant(), Duration.ofMinutes(2), 10).await();
        Scripted sender = new Scripted(new Sender.Outcome.Sent());
        assertThat(worker(sender).sendDue().await()).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(worker(sender).sendDue().await()).isEqualTo(1);
        assertThat(sender.sent).containsExactly(message.id().toString());
    }

    @Test
    void the_same_news_is_added_once() {
        add(message(1));
        add(message(1));
        assertThat(outbox.counts().await().pending()).isEqualTo(1);
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

    private OutboxWorker worker(Sender sender) {
        return new OutboxWorker(vertx, outbox, List.of(sender), new BackOff(new Random(1)), GIVE_UP, clock, meters);
    }

    private MailSender mailSender(int port) {
        return new MailSender(
                vertx,
                new AlertMail(
                        "127.0.0.1",
                        port,
                        false,
                        null,
                        null,
                        "alerts@barium.example",
                        List.of("soc@example.com", "lead@example.com")));
    }

    private void add(Message message) {
        Outbox.add(pool, message, clock.instant()).await();
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

    /** Ends each attempt as told; the last outcome repeats. */
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
        public synchronized Future<Outcome> send(Message message) {
            sent.add(message.id().toString());
            return Future.succeededFuture(outcomes.size() > 1 ? outcomes.remove() : outcomes.peek());
        }
    }
}
