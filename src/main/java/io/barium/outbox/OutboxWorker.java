package io.barium.outbox;

import io.barium.loop.WakeLoop;
import io.barium.outbox.Outbox.Claimed;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due. Woken in memory when a message was added; looks by itself every second for what a crash, another
 * process or a back-off left behind. A message is sent at least once: a crash between the sender's success and our note
 * of it repeats the message with the same id when its lease ends.
 */
public final class OutboxWorker {
    private static final Logger log = LoggerFactory.getLogger(OutboxWorker.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int BATCH = 20;

    private final Outbox outbox;
    private final Map<String, Sender> senders;
    private final BackOff backOff;
    private final Duration giveUpAfter;
    private final Clock clock;
    private final MeterRegistry meters;
    private final WakeLoop loop;

    /**
     * A worker, not yet started.
     *
     * @param giveUpAfter a message that could not be sent for so long becomes a dead letter
     */
    public OutboxWorker(
            Vertx vertx,
            Outbox outbox,
            List<Sender> senders,
            BackOff backOff,
            Duration giveUpAfter,
            Clock clock,
            MeterRegistry meters) {
        this.loop = new WakeLoop(vertx, "outbox", this::sendDue);
        this.outbox = outbox;
        this.senders = senders.stream().collect(Collectors.toMap(Sender::channel, Function.identity()));
        this.backOff = backOff;
        this.giveUpAfter = giveUpAfter;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins to look for due messages. */
    public void start() {
        loop.start();
    }

    /** Something was added: look now. From any thread. */
    public void wake() {
        loop.wake();
    }

    /** Stops looking; completes when the messages in hand are settled. */
    public Future<Void> stop() {
        return loop.stop();
    }

    /**
     * Sends everything that is due now.
     *
     * @return how many messages were tried
     */
    public Future<Integer> sendDue() {
        return outbox.claim(clock.instant(), LEASE, BATCH).compose(claimed -> {
            List<Future<Void>> sends = claimed.stream().map(this::send).toList();
            Future<Void> all = sends.isEmpty()
                    ? Future.succeededFuture()
                    : Future.join(sends).mapEmpty();
            return all.compose(v -> claimed.size() < BATCH
                    ? Future.succeededFuture(claimed.size())
                    : sendDue().map(n -> n + claimed.size()));
        });
    }

    private Future<Void> send(Claimed claimed) {
        Message message = claimed.message();
        Sender sender = senders.get(message.channel());
        Future<Sender.Outcome> attempt = sender == null
                ? Future.succeededFuture(new Sender.Outcome.Retry(
                        "no sender for channel " + message.channel() + ": alerts." + message.channel() + " is not set"))
                : sender.send(message)
                        .recover(e -> Future.succeededFuture(new Sender.Outcome.Retry(String.valueOf(e.getMessage()))));
        return attempt.compose(outcome -> settle(claimed, outcome));
    }

    private Future<Void> settle(Claimed claimed, Sender.Outcome outcome) {
        Instant now = clock.instant();
        Message message = claimed.message();
        if (outcome instanceof Sender.Outcome.Sent) {
            count(message, "SENT");
            log.info("alert sent id={} channel={} topic={}", message.id(), message.channel(), message.topic());
            return outbox.sent(message.id(), now);
        }
        boolean expired = claimed.createdAt().plus(giveUpAfter).isBefore(now);
        if (outcome instanceof Sender.Outcome.Retry retry && !expired) {
            Duration wait = backOff.after(claimed.attempts());
            count(message, "RETRY");
            log.warn(
                    "alert not sent id={} channel={} topic={} attempt={} again_in_s={} reason={}",
                    message.id(),
                    message.channel(),
                    message.topic(),
                    claimed.attempts(),
                    wait.toSeconds(),
                    retry.reason());
            return outbox.retry(message.id(), now.plus(wait), retry.reason());
        }
        String reason =
                outcome instanceof Sender.Outcome.Dead dead ? dead.reason() : ((Sender.Outcome.Retry) outcome).reason();
        count(message, "DEAD");
        log.error(
                "alert given up id={} channel={} topic={} attempts={} reason={}",
                message.id(),
                message.channel(),
                message.topic(),
                claimed.attempts(),
                reason);
        return outbox.dead(message.id(), now, reason);
    }

    private void count(Message message, String outcome) {
        meters.counter("barium.alerts", "channel", message.channel(), "outcome", outcome)
                .increment();
    }
}
