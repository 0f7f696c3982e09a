package io.barium.alert;

import static io.barium.alert.ScriptedRelay.HANG;
import static io.barium.alert.ScriptedRelay.HEALTHY;
import static io.barium.alert.ScriptedRelay.answering;
import static org.assertj.core.api.Assertions.assertThat;

import io.barium.outbox.Dispatch;
import io.barium.outbox.Sender.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of several recipients the relay does not take all. */
class MailRecipientsTest extends MailSenderBed {
    @Test
    void one_recipient_that_is_refused_does_not_keep_the_others_from_getting_it_and_is_complained_of() {
        ScriptedRelay relay = relay(answering("RCPT TO:<GONE@", "550 5.1.1 no such user"));
        List<String> to = List.of("soc@example.com", "gone@example.com", "lead@example.com");
        MailSender sender = sender(relay, null, to);
        Outcome outcome = sender.send(dispatch(1)).await();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Sent.class,
                        sent -> assertThat(sent.remark())
                                .contains("gone@example.com")
                                .contains("550 5.1.1 no such user")
                                .contains("alerts.mail.to")
                                .doesNotContain("lead@example.com"));
        assertThat(relay.mails).hasSize(1);
        assertThat(sender.complaint()).contains("gone@example.com");
        relay.script = HEALTHY;
        sender.send(dispatch(2)).await();
        assertThat(sender.complaint()).isNull();
    }

    @Test
    void a_recipient_with_a_name_that_got_the_mail_is_not_among_those_complained_of() {
        ScriptedRelay relay = relay(answering("RCPT TO:<GONE@", "550 5.1.1 no such user"));
        MailSender sender = sender(relay, null, List.of("SOC <soc@example.com>", "Gone <gone@example.com>"));
        assertThat(sender.send(dispatch(1)).await())
                .isInstanceOfSatisfying(
                        Outcome.Sent.class,
                        sent -> assertThat(sent.remark())
                                .contains("gone@example.com")
                                .doesNotContain("soc@example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"450 4.2.0 greylisted", "451 4.7.1 come again"})
    void a_recipient_who_is_refused_for_now_is_still_to_get_it_and_nobody_gets_it_twice(String reply) {
        ScriptedRelay relay = relay(answering("RCPT TO:<ONCALL@", reply));
        MailSender sender = sender(relay, null, List.of("SOC <soc@example.com>", "On Call <oncall@other.example>"));
        Outcome.Failed partly = failed(sender.send(dispatch(1)).await());
        assertThat(partly.refused()).isFalse();
        assertThat(partly.reason()).contains(reply).contains("oncall@other.example");
        assertThat(partly.reason()).doesNotContain("soc@example.com");
        assertThat(partly.outstanding()).containsExactly("oncall@other.example");
        assertThat(failed(sender.send(dispatch(1).after(partly)).await()).outstanding())
                .containsExactly("oncall@other.example");
        relay.script = HEALTHY;
        relay.commands.clear();
        assertThat(sender.send(dispatch(1).after(partly)).await()).isEqualTo(Outcome.sent());
        assertThat(relay.count("RCPT")).isEqualTo(1);
        assertThat(relay.count("RCPT TO:<ONCALL@")).isEqualTo(1);
        assertThat(relay.mails).hasSize(2);
        assertThat(relay.messageIds())
                .hasSize(2)
                .containsOnly(relay.messageIds().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"452 4.5.3 too many recipients", "552 5.5.3 too many recipients"})
    void recipients_of_whom_there_are_too_many_for_one_mail_get_theirs_in_another(String reply) {
        AtomicInteger recipients = new AtomicInteger();
        ScriptedRelay relay = relay(command -> {
            if (command.startsWith("MAIL")) {
                recipients.set(0);
            }
            return command.startsWith("RCPT") && recipients.incrementAndGet() > 2 ? reply : null;
        });
        List<String> to =
                IntStream.range(0, 5).mapToObj(i -> "a" + i + "@example.com").toList();
        assertThat(sender(relay, null, to).send(dispatch(1)).await()).isEqualTo(Outcome.sent());
        assertThat(relay.mails).hasSize(4);
        assertThat(relay.messageIds()).containsOnly(relay.messageIds().get(0));
    }

    @Test
    void who_is_refused_for_good_and_who_for_now_are_told_apart_in_one_mail() {
        ScriptedRelay relay = relay(command -> command.startsWith("RCPT TO:<gone@")
                ? "550 5.1.1 no such user"
                : command.startsWith("RCPT TO:<oncall@") ? "450 4.2.0 greylisted" : null);
        List<String> to = List.of("gone@example.com", "soc@example.com", "oncall@example.com");
        MailSender sender = sender(relay, null, to);
        Outcome.Failed partly = failed(sender.send(dispatch(1)).await());
        assertThat(partly.refused()).isFalse();
        assertThat(partly.reason()).contains("450 4.2.0 greylisted").contains("oncall@example.com");
        relay.script = answering("RCPT TO:<GONE@", "550 5.1.1 no such user");
        assertThat(sender.send(dispatch(1).after(partly)).await())
                .isInstanceOfSatisfying(
                        Outcome.Sent.class,
                        sent -> assertThat(sent.remark())
                                .contains("gone@example.com")
                                .contains("550 5.1.1 no such user")
                                .doesNotContain("oncall"));
        assertThat(sender.complaint()).contains("gone@example.com");
        assertThat(relay.mails).hasSize(2);
    }

    @Test
    void a_relay_that_hangs_after_some_have_the_mail_leaves_it_outstanding_for_the_others() throws Exception {
        ScriptedRelay relay = relay(answering("RCPT TO:<ONCALL@", "450 4.2.0 greylisted"));
        MailSender sender = sender(
                settings(relay.port(), null, List.of("soc@example.com", "oncall@example.com")), Duration.ofSeconds(2));
        relay.script = command -> {
            String verb = command.toUpperCase(Locale.ROOT);
            boolean again = !relay.mails.isEmpty();
            return verb.startsWith("RCPT TO:<ONCALL@") ? again ? HANG : "450 4.2.0 greylisted" : null;
        };
        Outcome.Failed partly = failed(sender.send(dispatch(1)).await(10, TimeUnit.SECONDS));
        assertThat(partly.outstanding()).containsExactly("oncall@example.com");
        assertThat(partly.reason()).contains("no answer in time");
        relay.script = HEALTHY;
        assertThat(sender.send(dispatch(1).after(partly)).await(10, TimeUnit.SECONDS))
                .isEqualTo(Outcome.sent());
        assertThat(relay.mails).hasSize(2);
    }

    @Test
    void who_is_refused_for_long_gets_it_by_the_fallback_alone_and_the_relay_counts_as_working() {
        ScriptedRelay relay = relay(answering("RCPT TO:<ONCALL@", "450 4.2.0 greylisted"));
        ScriptedRelay second = relay(HEALTHY);
        MailSender sender = sender(relay, second, List.of("soc@example.com", "oncall@example.com"));
        Dispatch first = dispatch(1);
        Dispatch left = first.after(failed(sender.send(first).await()));
        clock.advance(FALLBACK_AFTER.minusSeconds(1));
        left = left.after(failed(sender.send(again(left)).await()));
        assertThat(second.mails).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sender.send(again(left)).await()).isEqualTo(Outcome.sent());
        assertThat(second.count("RCPT")).isEqualTo(1);
        assertThat(second.count("RCPT TO:<ONCALL@")).isEqualTo(1);
        assertThat(second.messageIds()).isEqualTo(relay.messageIds());
        assertThat(sender.complaint()).isNull();
        sender.send(dispatch(2)).await();
        assertThat(relay.mails).as("mail takes the relay first").hasSize(2);
        assertThat(second.mails).hasSize(1);
    }

    @Test
    void whom_it_has_not_reached_when_both_routes_fail_stays_known() {
        ScriptedRelay relay = relay(answering("RCPT TO:<ONCALL@", "450 4.2.0 greylisted"));
        ScriptedRelay second = relay(answering("CONNECT", "421 4.3.2 busy"));
        MailSender sender = sender(relay, second, List.of("soc@example.com", "oncall@example.com"));
        Dispatch old = new Dispatch(dispatch(1).message(), 7, clock.instant().minus(FALLBACK_AFTER), clock.instant());
        Outcome.Failed failed = failed(sender.send(old).await());
        assertThat(failed.outstanding()).containsExactly("oncall@example.com");
        assertThat(failed.reason()).contains("450 4.2.0 greylisted").contains("421 4.3.2 busy");
    }

    @Test
    void who_is_in_the_settings_no_more_is_not_tried_again() {
        ScriptedRelay relay = relay(answering("RCPT TO:<ONCALL@", "450 4.2.0 greylisted"));
        Outcome.Failed partly = failed(sender(relay, null, List.of("soc@example.com", "oncall@example.com"))
                .send(dispatch(1))
                .await());
        Outcome outcome =
                sender(relay, null, ONE).send(dispatch(1).after(partly)).await();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Sent.class,
                        sent -> assertThat(sent.remark())
                                .contains("alerts.mail.to")
                                .contains("oncall@example.com"));
        assertThat(relay.mails).hasSize(1);
    }

    @Test
    void when_every_recipient_is_refused_nothing_left_and_the_relays_own_reply_says_of_which_kind_it_is() {
        ScriptedRelay relay = relay(answering("RCPT", "450 4.2.0 greylisted"));
        MailSender sender = sender(relay, null, List.of("soc@example.com", "lead@example.com"));
        Outcome.Failed failed = failed(sender.send(dispatch(1)).await());
        assertThat(failed.refused()).isFalse();
        assertThat(failed.reason()).contains("450 4.2.0 greylisted");
        assertThat(relay.mails).isEmpty();
    }
}
