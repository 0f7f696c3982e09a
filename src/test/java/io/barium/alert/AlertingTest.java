package io.barium.alert;

import static io.barium.alert.ScriptedRelay.CLOSE;
import static io.barium.alert.ScriptedRelay.HANG;
import static io.barium.alert.ScriptedRelay.HEALTHY;
import static io.barium.alert.ScriptedRelay.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.TestClock;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Alerts;
import io.barium.config.Settings.Relay;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.loop.BackOff;
import io.barium.outbox.ChannelStanding;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Outbox;
import io.barium.outbox.OutboxWorkers;
import io.barium.outbox.Policy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outbox, senders and notices together, over a real database, real SMTP and real HTTP. */
class AlertingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FALLBACK_AFTER = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 4);
    private final ScriptedRelay relay = new ScriptedRelay(HEALTHY);
    private final WebhookReceiver receiver = new WebhookReceiver(vertx);
    private final Channels channels = new Channels(vertx, alerts(), clock);
    private final OperatorNotices notices =
            new OperatorNotices(vertx, channels.set(), new BackOff(new Random(1)), clock);
    private final OutboxWorkers workers = new OutboxWorkers(
            vertx,
            new Outbox(pool),
            channels.all(),
            new BackOff(new Random(1)),
            new Policy(Policy.ATTEMPT_LIMIT, FALLBACK_AFTER, Duration.ofDays(3)),
            clock,
            meters,
            notices);

    @AfterEach
    void close() {
        relay.close();
        receiver.close();
        channels.close().otherwiseEmpty().await();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_channel_that_hangs_delays_no_other() {
        relay.script = answering("MAIL", HANG);
        workers.start();
        IntStream.range(0, 30).forEach(this::tell);
        await().atMost(PATIENCE).until(() -> receiver.posts.size() == 30);
        assertThat(relay.mails).isEmpty();
    }

    @Test
    void a_refusal_is_told_at_once_through_the_other_channel_and_its_end_too() {
        relay.script = answering("MAIL", "550 5.7.1 not you");
        tell(1);
        workers.sendDue().await();
        notices.tell().await();
        assertThat(receiver.subjects()).contains("[Barium] Trouble with alerts.mail");
        assertThat(standing("mail").broken()).isTrue();
        assertThat(standing("mail").text())
                .contains("since 2026-08-14T09:00:00Z")
                .contains("1 alert waits")
                .contains("550 5.7.1 not you")
                .contains("alerts.mail.from");
        assertThat(meters.get("barium.alerts.broken")
                        .tag("channel", "mail")
                        .gauge()
                        .value())
                .isEqualTo(1);
        relay.script = HEALTHY;
        clock.advance(Duration.ofMinutes(2));
        workers.sendDue().await();
        assertThat(standing("mail").why()).isNull();
        clock.advance(Duration.ofMinutes(1));
        notices.tell().await();
        assertThat(receiver.subjects()).contains("[Barium] Over: alerts.mail works again");
        assertThat(relay.mails)
                .as("the notice is not for the channel that is broken")
                .hasSize(1);
        assertThat(meters.get("barium.alerts.broken")
                        .tag("channel", "mail")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void transient_trouble_is_told_when_it_has_lasted() {
        relay.script = answering("CONNECT", "421 4.3.2 restarting");
        tell(1);
        workers.sendDue().await();
        notices.tell().await();
        assertThat(standing("mail").broken()).isFalse();
        assertThat(standing("mail").why()).contains("421 4.3.2 restarting");
        assertThat(receiver.subjects()).doesNotContain("[Barium] Trouble with alerts.mail");
        clock.advance(FALLBACK_AFTER);
        workers.sendDue().await();
        notices.tell().await();
        assertThat(receiver.subjects()).contains("[Barium] Trouble with alerts.mail");
    }

    @Test
    void alerts_leave_soon_after_the_relay_recovers_each_once() {
        relay.script = answering("MAIL", "451 4.3.0 later");
        IntStream.range(0, 25).forEach(this::tell);
        for (int i = 0; i < 10; i++) {
            workers.sendDue().await();
            clock.advance(Duration.ofMinutes(3));
        }
        assertThat(standing("mail").waiting()).isEqualTo(25);
        assertThat(relay.mails).isEmpty();
        workers.sendDue().await();
        relay.script = HEALTHY;
        workers.start();
        tell(99);
        await().atMost(PATIENCE).until(() -> relay.mails.size() == 26);
        assertThat(relay.messageIds()).doesNotHaveDuplicates();
    }

    @Test
    void a_relay_that_takes_a_mail_and_goes_before_its_reply_gets_it_again_with_the_same_message_id() {
        relay.script = answering(".", CLOSE);
        tell(1);
        workers.sendDue().await();
        assertThat(standing("mail").waiting()).isEqualTo(1);
        relay.script = HEALTHY;
        clock.advance(Duration.ofSeconds(2));
        workers.sendDue().await();
        assertThat(relay.mails).hasSize(2);
        assertThat(relay.messageIds().get(0)).isEqualTo(relay.messageIds().get(1));
        assertThat(standing("mail").waiting()).isZero();
    }

    @Test
    void a_relay_that_goes_in_the_middle_of_a_mail_gets_the_whole_of_it_later() {
        relay.script = answering("BODY", CLOSE);
        tell(1);
        workers.sendDue().await();
        assertThat(relay.mails).isEmpty();
        relay.script = HEALTHY;
        clock.advance(Duration.ofSeconds(2));
        workers.sendDue().await();
        assertThat(relay.mails).hasSize(1);
        assertThat(relay.mails.get(0)).contains("text/plain", "text/html");
    }

    @Test
    void a_channel_that_is_not_set_keeps_what_waits_for_it_and_says_which_setting_is_missing() {
        Channels mailOnly = new Channels(
                vertx, new Alerts(alerts().mail(), null, FALLBACK_AFTER, FALLBACK_AFTER, FALLBACK_AFTER), clock);
        OutboxWorkers other = new OutboxWorkers(
                vertx,
                new Outbox(pool),
                mailOnly.all(),
                new BackOff(new Random(1)),
                new Policy(Policy.ATTEMPT_LIMIT, FALLBACK_AFTER, Duration.ofDays(3)),
                clock,
                new SimpleMeterRegistry(),
                notices);
        other.hand(Outbox.add(pool, List.of(message(1, Channels.WEBHOOK)), clock.instant())
                .await());
        other.sendDue().await();
        ChannelStanding webhook = other.standings().get(1);
        assertThat(webhook.waiting()).isEqualTo(1);
        assertThat(webhook.text()).contains("alerts.webhook is not set");
        mailOnly.close().await();
    }

    private void tell(int n) {
        List<Dispatch> added = Outbox.add(
                        pool, List.of(message(n, Channels.MAIL), message(n, Channels.WEBHOOK)), clock.instant())
                .await();
        workers.hand(added);
    }

    private ChannelStanding standing(String channel) {
        return workers.standings().stream()
                .filter(s -> s.channel().equals(channel))
                .findFirst()
                .orElseThrow();
    }

    private Alerts alerts() {
        AlertMail mail = new AlertMail(
                new Relay("127.0.0.1", relay.port(), false, null, null),
                null,
                "alerts@barium.example",
                List.of("soc@example.com"));
        return new Alerts(mail, receiver.settings(), Duration.ofMinutes(15), FALLBACK_AFTER, Duration.ofDays(3));
    }

    private static Message message(int n, String channel) {
        List<AlertTexts.Block> blocks = List.of(new AlertTexts.Block(null, java.util.Map.of(), List.of("line " + n)));
        return Message.about(
                "case:1",
                n,
                channel,
                Payload.of(channel, "case.opened", "case:1", "[Barium] " + n, blocks, new JsonObject()));
    }
}
