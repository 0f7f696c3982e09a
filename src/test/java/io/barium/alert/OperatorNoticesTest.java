package io.barium.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.TestClock;
import io.barium.loop.BackOff;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Sender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorNoticesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    private final Sink mail = new Sink(Channels.MAIL);
    private final Sink webhook = new Sink(Channels.WEBHOOK);
    private final OperatorNotices notices =
            new OperatorNotices(vertx, List.of(mail, webhook), new BackOff(new Random(1)), clock);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_condition_is_told_once_by_each_channel_however_often_it_is_raised() {
        for (int i = 0; i < 20; i++) {
            notices.raise("spool", "The journal is spooling, depth " + i + ".");
            notices.tell().await();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(mail.subjects()).containsExactly("[Barium] Trouble with spool");
        assertThat(webhook.subjects()).containsExactly("[Barium] Trouble with spool");
        assertThat(mail.taken.get(0).payload().getString("text"))
                .contains("depth 0.")
                .contains("Since 2026-08-14 09:00:00 UTC");
        assertThat(webhook.taken.get(0).payload().getString("type")).isEqualTo("notice.raised");
    }

    @Test
    void while_it_lasts_it_is_told_again_at_most_hourly_with_the_newest_text() {
        notices.raise("spool", "depth 1");
        notices.tell().await();
        clock.advance(HOUR.minusSeconds(1));
        notices.raise("spool", "depth 999");
        notices.tell().await();
        assertThat(mail.taken).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        notices.tell().await();
        assertThat(mail.subjects())
                .containsExactly("[Barium] Trouble with spool", "[Barium] Trouble with spool, still");
        assertThat(mail.taken.get(1).payload().getString("text")).contains("depth 999");
        assertThat(mail.taken.get(1).id()).isNotEqualTo(mail.taken.get(0).id());
    }

    @Test
    void its_end_is_told_after_a_calm_minute_to_those_who_knew_of_it() {
        webhook.outcome = Sender.Outcome.retry("away");
        notices.raise("spool", "depth 1");
        notices.tell().await();
        notices.clear("spool");
        notices.tell().await();
        clock.advance(Duration.ofMinutes(1));
        webhook.outcome = Sender.Outcome.sent();
        webhook.taken.clear();
        notices.tell().await();
        assertThat(mail.subjects()).containsExactly("[Barium] Trouble with spool", "[Barium] Over: spool works again");
        assertThat(webhook.taken).as("it never knew").isEmpty();
        clock.advance(HOUR);
        notices.tell().await();
        assertThat(mail.taken).hasSize(2);
    }

    @Test
    void flapping_is_one_incident_and_a_return_after_the_end_is_another_with_other_ids() {
        for (int i = 0; i < 10; i++) {
            notices.raise("spool", "depth 1");
            notices.tell().await();
            notices.clear("spool");
            notices.tell().await();
            clock.advance(Duration.ofSeconds(30));
        }
        assertThat(mail.taken).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        notices.tell().await();
        notices.raise("spool", "again");
        notices.tell().await();
        assertThat(mail.subjects())
                .containsExactly(
                        "[Barium] Trouble with spool",
                        "[Barium] Over: spool works again",
                        "[Barium] Trouble with spool");
        assertThat(mail.taken).extracting(Message::id).doesNotHaveDuplicates();
    }

    @Test
    void a_notice_that_cannot_be_sent_is_tried_again_with_the_same_id_while_the_condition_holds() {
        mail.outcome = Sender.Outcome.refused("550");
        notices.raise("spool", "depth 1");
        notices.tell().await();
        notices.tell().await();
        assertThat(mail.taken).as("waits for its back-off").hasSize(1);
        mail.outcome = Sender.Outcome.sent();
        clock.advance(Duration.ofSeconds(1));
        notices.tell().await();
        assertThat(mail.taken).hasSize(2);
        assertThat(mail.taken.get(0).id()).isEqualTo(mail.taken.get(1).id());
        clock.advance(Duration.ofMinutes(5));
        notices.tell().await();
        assertThat(mail.taken).hasSize(2);
    }

    @Test
    void a_channel_that_is_broken_is_told_of_through_every_other_channel_and_one_that_limps_through_all() {
        notices.broken(Channels.MAIL, "alerts.mail: 550");
        notices.tell().await();
        assertThat(mail.taken).isEmpty();
        assertThat(webhook.taken.get(0).payload().getJsonObject("data").getString("text"))
                .contains("Alerting is broken. alerts.mail: 550");
        notices.limping(Channels.MAIL, "alerts.mail: alerts leave, but through the fallback");
        notices.tell().await();
        assertThat(mail.taken).hasSize(1);
        assertThat(webhook.taken).hasSize(1);
        notices.well(Channels.MAIL);
        notices.tell().await();
        clock.advance(Duration.ofMinutes(1));
        notices.tell().await();
        assertThat(webhook.subjects().get(1)).isEqualTo("[Barium] Over: alerts.mail works again");
    }

    @Test
    void that_alerts_were_given_up_is_told_by_every_channel_once_and_no_end_of_it() {
        mail.outcome = Sender.Outcome.retry("away");
        notices.broken(Channels.MAIL, "alerts.mail: 421");
        for (int i = 1; i <= 300; i++) {
            notices.gaveUp(Channels.MAIL, "alerts.mail: " + i + " given up");
            notices.tell().await();
        }
        assertThat(webhook.subjects())
                .containsExactly("[Barium] Trouble with alerts.mail", "[Barium] Trouble with dead-letters.mail");
        mail.outcome = Sender.Outcome.sent();
        notices.well(Channels.MAIL);
        clock.advance(Duration.ofMinutes(5));
        notices.tell().await();
        assertThat(mail.taken.get(mail.taken.size() - 1).payload().getString("text"))
                .contains("300 given up");
        int told = mail.taken.size();
        notices.gaveUpLongAgo(Channels.MAIL);
        clock.advance(HOUR.multipliedBy(2));
        notices.tell().await();
        assertThat(mail.taken).hasSize(told);
        assertThat(webhook.subjects())
                .containsExactly(
                        "[Barium] Trouble with alerts.mail",
                        "[Barium] Trouble with dead-letters.mail",
                        "[Barium] Over: alerts.mail works again");
    }

    @Test
    void a_clock_that_is_set_back_delays_no_notice_no_reminder_and_no_end() {
        mail.outcome = Sender.Outcome.retry("421");
        notices.raise("spool", "depth 1");
        notices.tell().await();
        mail.outcome = Sender.Outcome.sent();
        clock.advance(Duration.ofMinutes(-30));
        notices.tell().await();
        assertThat(mail.taken).as("the notice").hasSize(2);
        clock.advance(Duration.ofMinutes(-30));
        notices.tell().await();
        assertThat(mail.taken).as("the reminder").hasSize(3);
        notices.clear("spool");
        notices.tell().await();
        assertThat(mail.taken).as("calm for no minute yet").hasSize(3);
        clock.advance(Duration.ofMinutes(-30));
        notices.tell().await();
        assertThat(mail.subjects()).last().isEqualTo("[Barium] Over: spool works again");
    }

    @Test
    void a_notice_that_some_have_is_tried_again_for_the_others_alone_and_the_next_one_is_for_everybody() {
        mail.outcome = new Sender.Outcome.Failed("450", false, Duration.ZERO, List.of("oncall@example.com"));
        notices.raise("spool", "depth 1");
        notices.tell().await();
        mail.outcome = Sender.Outcome.retry("421");
        clock.advance(Duration.ofSeconds(1));
        notices.tell().await();
        mail.outcome = Sender.Outcome.sent();
        clock.advance(Duration.ofSeconds(2));
        notices.tell().await();
        clock.advance(HOUR);
        notices.tell().await();
        assertThat(mail.outstanding)
                .containsExactly(List.of(), List.of("oncall@example.com"), List.of("oncall@example.com"), List.of());
        assertThat(mail.taken.get(0).id())
                .isEqualTo(mail.taken.get(1).id())
                .isEqualTo(mail.taken.get(2).id())
                .isNotEqualTo(mail.taken.get(3).id());
    }

    /** Takes what it is given and ends as told. */
    private static final class Sink implements Sender {
        private final String channel;
        private final List<Message> taken = new ArrayList<>();
        private final List<List<String>> outstanding = new ArrayList<>();
        private volatile Outcome outcome = Outcome.sent();

        Sink(String channel) {
            this.channel = channel;
        }

        @Override
        public String channel() {
            return channel;
        }

        @Override
        public synchronized Future<Outcome> send(Dispatch dispatch) {
            taken.add(dispatch.message());
            outstanding.add(dispatch.outstanding());
            return Future.succeededFuture(outcome);
        }

        private List<String> subjects() {
            return taken.stream()
                    .map(Message::payload)
                    .map(p -> p.getString(
                            "subject",
                            p.getJsonObject("data", new io.vertx.core.json.JsonObject())
                                    .getString("subject")))
                    .toList();
        }
    }
}
