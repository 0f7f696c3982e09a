package io.barium.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.TestClock;
import io.barium.config.Settings.AlertMail;
import io.barium.config.Settings.Relay;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Mail senders on a clock of their own, and relays that do as told. */
abstract class MailSenderBed {
    static final Duration FALLBACK_AFTER = Duration.ofMinutes(10);
    static final List<String> ONE = List.of("soc@example.com");

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : closing) {
            c.close();
        }
        vertx.close().await();
    }

    ScriptedRelay relay(ScriptedRelay.Script script) {
        ScriptedRelay relay = new ScriptedRelay(script);
        closing.add(relay);
        return relay;
    }

    MailSender sender(ScriptedRelay relay, @Nullable ScriptedRelay second, List<String> to) {
        return sender(settings(relay.port(), second, to), Duration.ofSeconds(20));
    }

    MailSender sender(AlertMail settings, Duration limit) {
        MailSender sender = new MailSender(vertx, settings, FALLBACK_AFTER, limit, clock);
        closing.add(() -> sender.close().otherwiseEmpty().await(10, TimeUnit.SECONDS));
        return sender;
    }

    static AlertMail settings(int port, @Nullable ScriptedRelay second, List<String> to) {
        Relay fallback = second == null ? null : new Relay("127.0.0.1", second.port(), false, null, null);
        return new AlertMail(new Relay("127.0.0.1", port, false, null, null), fallback, "alerts@barium.example", to);
    }

    Dispatch dispatch(int n) {
        JsonObject payload = new JsonObject()
                .put("subject", "[Barium] " + n)
                .put("text", "text")
                .put("html", "<p>html</p>");
        Message message = Message.about("case:1", n, Channels.MAIL, payload);
        return new Dispatch(message, 1, clock.instant(), clock.instant());
    }

    Dispatch again(Dispatch d) {
        return new Dispatch(d.message(), d.attempts() + 1, d.tryingSince(), clock.instant(), d.outstanding());
    }

    static Outcome.Failed failed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return (Outcome.Failed) outcome;
    }
}
