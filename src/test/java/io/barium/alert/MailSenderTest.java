package io.barium.alert;

import static io.barium.alert.ScriptedRelay.CLOSE;
import static io.barium.alert.ScriptedRelay.HANG;
import static io.barium.alert.ScriptedRelay.HEALTHY;
import static io.barium.alert.ScriptedRelay.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Secret;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Relay;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Future;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailSenderTest extends MailSenderBed {
    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 4.3.2 too busy, false, not ready",
        "CONNECT, 554 5.7.1 go away, true, access list",
        "MAIL, 451 4.3.0 later, false, not ready",
        "MAIL, 553 5.1.8 sender rejected, true, alerts.mail.from",
        "RCPT, 450 4.2.0 greylisted, false, not ready",
        "RCPT, 550 5.7.1 relaying denied, true, alerts.mail.to",
        "DATA, 452 4.3.1 disk full, false, not ready",
        "DATA, 554 5.5.1 no, true, its log says why",
        "., 451 4.7.1 scanner is away, false, not ready",
        "., 554 5.7.1 looks like spam, true, its log says why",
        "., (close), false, alerts.mail.host",
        "BODY, (close), false, alerts.mail.host",
        "EHLO, (close), false, alerts.mail.host",
    })
    void a_reply_of_4yz_and_a_lost_connection_are_transient_and_5yz_is_a_refusal_that_names_what_to_mend(
            String command, String reply, boolean refused, String named) {
        ScriptedRelay relay = relay(answering(command, reply));
        Outcome.Failed failed =
                failed(sender(relay, null, ONE).send(dispatch(1)).await());
        assertThat(failed.refused()).as(failed.reason()).isEqualTo(refused);
        assertThat(failed.reason())
                .startsWith("alerts.mail 127.0.0.1:" + relay.port() + ": ")
                .contains(named);
        if (!reply.equals(CLOSE)) {
            assertThat(failed.reason()).contains(reply);
        }
        relay.script = HEALTHY;
        assertThat(sender(relay, null, ONE).send(dispatch(1)).await()).isEqualTo(Outcome.sent());
    }

    @Test
    void a_relay_that_refuses_connections_is_transient() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        MailSender sender = sender(settings(port, null, ONE), Duration.ofSeconds(20));
        Outcome.Failed failed = failed(sender.send(dispatch(1)).await());
        assertThat(failed.refused()).isFalse();
        assertThat(failed.reason()).contains("alerts.mail.host and .port");
    }

    @Test
    void a_login_or_a_starttls_that_cannot_be_had_is_for_people_to_mend() {
        ScriptedRelay relay = relay(HEALTHY);
        Relay tls = new Relay("127.0.0.1", relay.port(), true, null, null);
        Relay login = new Relay("127.0.0.1", relay.port(), false, "barium", new Secret("hush-hush"));
        for (Relay r : List.of(tls, login)) {
            MailSender sender = sender(new AlertMail(r, null, "alerts@barium.example", ONE), Duration.ofSeconds(20));
            Outcome.Failed failed = failed(sender.send(dispatch(1)).await());
            assertThat(failed.refused()).as(failed.reason()).isTrue();
            assertThat(failed.reason())
                    .contains(r.startTls() ? ".startTls" : ".username")
                    .doesNotContain("hush");
        }
    }

    @Test
    void a_relay_that_cannot_begin_tls_for_now_is_transient_and_nobody_is_told_to_do_without() {
        ScriptedRelay later = relay(command -> command.startsWith("EHLO")
                ? "250-relay.example\r\n250 STARTTLS"
                : command.equals("STARTTLS") ? "454 4.7.0 TLS not available due to temporary reason" : null);
        ScriptedRelay greylisting = relay(answering("EHLO", "451 4.7.1 come again"));
        AtomicInteger connections = new AtomicInteger();
        ScriptedRelay once = relay(command -> !command.startsWith("EHLO")
                ? null
                : connections.incrementAndGet() == 1 ? "451 4.7.1 come again" : "250-relay.example\r\n250 STARTTLS");
        for (ScriptedRelay relay : List.of(later, greylisting, once)) {
            Relay tls = new Relay("127.0.0.1", relay.port(), true, null, null);
            Outcome.Failed failed =
                    failed(sender(new AlertMail(tls, null, "alerts@barium.example", ONE), Duration.ofSeconds(20))
                            .send(dispatch(1))
                            .await());
            assertThat(failed.refused()).as(failed.reason()).isFalse();
            assertThat(failed.reason()).doesNotContain(".startTls").doesNotContain("SSL/TLS record");
            if (relay == greylisting) {
                assertThat(failed.reason()).contains("451 4.7.1 come again").contains("not ready");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"535 5.7.8 no", "421 4.7.0 too many errors", CLOSE})
    void wrong_credentials_are_named_also_when_the_relay_hangs_up_at_the_second_way_to_log_in(String second) {
        AtomicInteger logins = new AtomicInteger();
        ScriptedRelay relay = relay(command -> command.startsWith("EHLO")
                ? "250-relay.example\r\n250 AUTH PLAIN LOGIN"
                : !command.startsWith("AUTH")
                        ? null
                        : logins.incrementAndGet() == 1 ? "535 5.7.8 bad credentials" : second);
        Relay login = new Relay("127.0.0.1", relay.port(), false, "barium", new Secret("hush-hush"));
        Outcome.Failed failed =
                failed(sender(new AlertMail(login, null, "alerts@barium.example", ONE), Duration.ofSeconds(20))
                        .send(dispatch(1))
                        .await());
        assertThat(logins).hasValue(2);
        assertThat(failed.reason())
                .contains("alerts.mail.username and .password")
                .doesNotContain("hush");
    }

    @Test
    void a_relay_that_hangs_ends_in_a_transient_failure_and_holds_no_later_mail() throws Exception {
        ScriptedRelay relay = relay(answering("RCPT", HANG));
        MailSender sender = sender(settings(relay.port(), null, ONE), Duration.ofMillis(400));
        List<Future<Outcome>> hanging =
                IntStream.range(0, 4).mapToObj(i -> sender.send(dispatch(i))).toList();
        Future.all(hanging).await(10, TimeUnit.SECONDS);
        assertThat(hanging).allSatisfy(h -> {
            assertThat(failed(h.result()).refused()).isFalse();
            assertThat(failed(h.result()).reason()).contains("alerts.mail");
        });
        relay.script = HEALTHY;
        assertThat(sender.send(dispatch(9)).await(10, TimeUnit.SECONDS)).isEqualTo(Outcome.sent());
        assertThat(relay.mails).hasSize(1);
    }

    @Test
    void a_sender_with_a_name_makes_no_other_message_id() {
        ScriptedRelay relay = relay(HEALTHY);
        Relay there = new Relay("127.0.0.1", relay.port(), false, null, null);
        for (String from : List.of("alerts@barium.example", "Barium <alerts@barium.example>")) {
            sender(new AlertMail(there, null, from, ONE), Duration.ofSeconds(20))
                    .send(dispatch(1))
                    .await();
        }
        assertThat(relay.messageIds())
                .hasSize(2)
                .containsOnly("<" + dispatch(1).message().id() + "@barium.example>");
        assertThat(relay.mails).allSatisfy(mail -> assertThat(mail).doesNotContain(">>"));
    }

    @Test
    void connections_are_kept_and_nothing_is_said_twice_on_them() {
        ScriptedRelay relay = relay(HEALTHY);
        MailSender sender = sender(relay, null, ONE);
        for (int i = 0; i < 20; i++) {
            assertThat(sender.send(dispatch(i)).await()).isEqualTo(Outcome.sent());
        }
        Future.all(IntStream.range(20, 60)
                        .mapToObj(i -> sender.send(dispatch(i)))
                        .toList())
                .await();
        assertThat(relay.mails).hasSize(60);
        assertThat(relay.count("CONNECT")).isLessThanOrEqualTo(4);
        assertThat(relay.count("EHLO")).isEqualTo(relay.count("CONNECT"));
    }

    @Test
    void a_refusal_takes_the_fallback_at_once_with_the_same_message_id_and_is_complained_of() {
        ScriptedRelay relay = relay(answering(".", "554 5.7.1 no"));
        ScriptedRelay second = relay(HEALTHY);
        MailSender sender = sender(relay, second, ONE);
        assertThat(sender.send(dispatch(1)).await()).isEqualTo(Outcome.sent());
        assertThat(second.messageIds()).hasSize(1).isEqualTo(relay.messageIds());
        assertThat(sender.complaint())
                .contains("alerts.mail.fallback 127.0.0.1:" + second.port())
                .contains("since 2026-08-14T09:00:00Z")
                .contains("554 5.7.1 no");
    }

    @Test
    void transient_trouble_takes_the_fallback_when_it_has_lasted_and_the_relay_is_probed_once_a_minute() {
        ScriptedRelay relay = relay(answering("MAIL", "451 4.3.0 later"));
        ScriptedRelay second = relay(HEALTHY);
        MailSender sender = sender(relay, second, ONE);
        assertThat(failed(sender.send(dispatch(1)).await()).refused()).isFalse();
        clock.advance(FALLBACK_AFTER.minusSeconds(1));
        failed(sender.send(dispatch(2)).await());
        assertThat(second.mails).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sender.send(dispatch(3)).await()).isEqualTo(Outcome.sent());
        assertThat(second.mails).hasSize(1);
        long tried = relay.count("MAIL");
        sender.send(dispatch(4)).await();
        assertThat(relay.count("MAIL")).as("not probed again within the minute").isEqualTo(tried);
        relay.script = HEALTHY;
        clock.advance(Duration.ofMinutes(1));
        sender.send(dispatch(5)).await();
        assertThat(relay.mails).hasSize(1);
        assertThat(second.mails).hasSize(2);
        assertThat(sender.complaint()).isNull();
    }

    @Test
    void a_message_that_waits_for_long_takes_the_fallback_although_this_process_has_just_started() {
        ScriptedRelay relay = relay(answering("MAIL", "451 4.3.0 later"));
        ScriptedRelay second = relay(HEALTHY);
        Instant long_ago = clock.instant().minus(FALLBACK_AFTER);
        Dispatch old = new Dispatch(dispatch(1).message(), 7, long_ago, clock.instant());
        assertThat(sender(relay, second, ONE).send(old).await()).isEqualTo(Outcome.sent());
        assertThat(second.mails).hasSize(1);
    }

    @Test
    void a_clock_that_is_set_back_delays_neither_the_fallback_nor_the_probe_of_the_relay() {
        ScriptedRelay relay = relay(answering("MAIL", "451 4.3.0 later"));
        ScriptedRelay second = relay(HEALTHY);
        MailSender sender = sender(relay, second, ONE);
        Dispatch first = dispatch(1);
        failed(sender.send(first).await());
        long tried = relay.count("MAIL");
        clock.advance(Duration.ofMinutes(-30));
        assertThat(sender.send(again(first)).await()).isEqualTo(Outcome.sent());
        assertThat(second.mails).hasSize(1);
        assertThat(relay.count("MAIL")).as("the relay is probed").isEqualTo(tried + 1);
    }

    @Test
    void a_message_that_waits_since_before_the_clock_was_set_back_takes_the_fallback() {
        ScriptedRelay relay = relay(answering("MAIL", "451 4.3.0 later"));
        ScriptedRelay second = relay(HEALTHY);
        Dispatch added = dispatch(1);
        clock.advance(Duration.ofHours(-1));
        assertThat(sender(relay, second, ONE).send(again(added)).await()).isEqualTo(Outcome.sent());
        assertThat(second.mails).hasSize(1);
    }

    @Test
    void when_both_routes_fail_the_reason_names_both() {
        ScriptedRelay relay = relay(answering("MAIL", "550 5.7.1 no"));
        ScriptedRelay second = relay(answering("CONNECT", "421 4.3.2 busy"));
        Outcome.Failed failed =
                failed(sender(relay, second, ONE).send(dispatch(1)).await());
        assertThat(failed.refused()).isTrue();
        assertThat(failed.reason()).contains("alerts.mail 127", "550 5.7.1", "alerts.mail.fallback 127", "421 4.3.2");
    }
}
