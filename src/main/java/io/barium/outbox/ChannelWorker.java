package io.barium.outbox;

import io.barium.loop.BackOff;
import io.barium.loop.Rounds;
import io.barium.loop.WakeLoop;
import io.barium.outbox.Sender.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages of one channel, a few at a time, each within a time limit; so a channel that fails or hangs holds
 * nothing but itself. Messages come in memory, right after the commit that added them; the look into the table once a
 * second is for what a crash, another process or a back-off left behind. All state belongs to one context.
 */
final class ChannelWorker {
    private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
    private static final int AT_ONCE = 4;

    private final Outbox outbox;
    private final Sender sender;
    private final String channel;
    private final BackOff backOff;
    private final Policy policy;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Context context;
    private final WakeLoop loop;
    private final ChannelWatch watch;
    private final Deque<Dispatch> waiting = new ArrayDeque<>();
    private final Set<UUID> inHand = new HashSet<>();
    /** Left, but the database could not be told yet, with the remark on it: not to be sent again by us. */
    private final Map<UUID, String> unnoted = new HashMap<>();

    private final List<Promise<Void>> untilIdle = new ArrayList<>();
    private int sending;
    private boolean moreIsDue;

    ChannelWorker(
            Vertx vertx,
            Outbox outbox,
            Sender sender,
            BackOff backOff,
            Policy policy,
            Clock clock,
            MeterRegistry meters,
            ChannelAlarm alarm) {
        this.outbox = outbox;
        this.sender = sender;
        this.channel = sender.channel();
        this.backOff = backOff;
        this.policy = policy;
        this.clock = clock;
        this.meters = meters;
        this.context = vertx.getOrCreateContext();
        this.watch = new ChannelWatch(outbox, sender, policy, clock, meters, alarm);
        this.loop = new WakeLoop(vertx, "outbox." + channel, () -> onContext(this::look));
    }

    void start() {
        loop.start();
    }

    /** Stops looking; completes when the messages in hand are settled. */
    Future<Void> stop() {
        return loop.stop().compose(v -> onContext(this::idle));
    }

    /** Sends messages that are leased to this process. From any thread. */
    void hand(List<Dispatch> dispatches) {
        context.runOnContext(v -> dispatches.forEach(this::take));
    }

    ChannelStanding standing() {
        return watch.standing();
    }

    /** Sends everything that is due now; answers how many messages were claimed for it. */
    Future<Integer> sendDue() {
        return Rounds.of(() -> onContext(() ->
                look().compose(n -> idle().compose(v -> review()).map(v -> new Rounds.Round(n, n > 0)))));
    }

    /** Claims what there is room for and begins to send it. */
    private Future<Integer> look() {
        int room = AT_ONCE - inHand.size();
        Future<Integer> begun = room <= 0
                ? Future.succeededFuture(0)
                : outbox.claim(channel, clock.instant(), room).map(claimed -> {
                    moreIsDue = claimed.size() == room;
                    claimed.forEach(this::take);
                    return claimed.size();
                });
        return begun.eventually(this::review);
    }

    private void take(Dispatch d) {
        UUID id = d.message().id();
        if (unnoted.containsKey(id)) {
            noteSent(id);
        } else if (inHand.add(id)) {
            waiting.add(d);
            next();
        }
    }

    /** Begins what there is room for; what could outlive its lease is left to whoever claims it next. */
    private void next() {
        while (sending < AT_ONCE && !waiting.isEmpty()) {
            Dispatch d = waiting.remove();
            if (!mayBegin(d)) {
                inHand.remove(d.message().id());
            } else {
                sending++;
                begin(d);
            }
        }
        if (inHand.isEmpty()) {
            untilIdle.forEach(Promise::tryComplete);
            untilIdle.clear();
        }
        if (moreIsDue && inHand.size() < AT_ONCE) {
            moreIsDue = false;
            loop.wake();
        }
    }

    /**
     * A lease that seems to end later than any can was made before the clock was set back: when it ends, nobody knows.
     */
    private boolean mayBegin(Dispatch d) {
        Instant now = clock.instant();
        return !now.plus(policy.attemptLimit()).isAfter(d.leasedUntil())
                && !d.leasedUntil().isAfter(now.plus(Outbox.LEASE));
    }

    private void begin(Dispatch d) {
        attempt(d)
                .compose(outcome ->
                        outcome instanceof Outcome.Sent sent ? sent(d, sent) : failed(d, (Outcome.Failed) outcome))
                .onComplete(done -> context.runOnContext(v -> {
                    sending--;
                    inHand.remove(d.message().id());
                    next();
                }));
    }

    private Future<Outcome> attempt(Dispatch d) {
        return Future.<Outcome>future(p -> sender.send(d).onComplete(p))
                .timeout(policy.attemptLimit().toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(e -> Outcome.retry(
                        e instanceof TimeoutException
                                ? "alerts." + channel + " did not answer within " + policy.attemptLimit()
                                : "alerts." + channel + ": " + e))
                .transform(done -> onContext(() -> Future.succeededFuture(done.result())));
    }

    private Future<Void> sent(Dispatch d, Outcome.Sent sent) {
        Message m = d.message();
        String remark = sent.remark() == null ? "" : sent.remark();
        count("SENT");
        log.info(
                "alert sent id={} channel={} topic={} attempt={} remark={}",
                m.id(),
                channel,
                m.topic(),
                d.attempts(),
                remark);
        unnoted.put(m.id(), remark);
        Future<Void> noted = noteSent(m.id());
        return watch.worked()
                ? noted.compose(v -> outbox.hurry(channel, clock.instant())).onSuccess(v -> loop.wake())
                : noted;
    }

    private Future<Void> failed(Dispatch d, Outcome.Failed failure) {
        Message m = d.message();
        Instant now = clock.instant();
        boolean dead = d.tryingSince().plus(policy.giveUpAfter()).isBefore(now);
        watch.failed(failure, dead, now);
        count(dead ? "DEAD" : failure.refused() ? "REFUSED" : "RETRY");
        Duration wait = failure.refused() ? backOff.afterRefusal(d.attempts()) : backOff.after(d.attempts());
        wait = wait.compareTo(failure.atLeast()) < 0 ? failure.atLeast() : wait;
        log.warn(
                "alert {} id={} channel={} topic={} attempt={} again_in_s={} reason={}",
                dead ? "given up" : "not sent",
                m.id(),
                channel,
                m.topic(),
                d.attempts(),
                dead ? "never" : wait.toSeconds(),
                failure.reason());
        Dispatch left = d.after(failure);
        Future<Void> noted =
                dead ? outbox.dead(left, now, failure.reason()) : outbox.retry(left, now.plus(wait), failure.reason());
        return noted.onComplete(done -> context.runOnContext(v -> watch.failureNoted()))
                .onFailure(e -> log.warn("cannot be noted, the lease will end id={} cause={}", m.id(), e.toString()));
    }

    private Future<Void> noteSent(UUID id) {
        String remark = unnoted.getOrDefault(id, "");
        return outbox.sent(id, clock.instant(), remark.isEmpty() ? null : remark)
                .onSuccess(v -> context.runOnContext(w -> unnoted.remove(id)))
                .onFailure(e -> log.warn("alert left, which cannot be noted yet id={} cause={}", id, e.toString()));
    }

    /** How the channel is; and what left while the table could not be told is noted when it answers again. */
    private Future<Void> review() {
        return watch.ask()
                .transform(asked -> onContext(() -> {
                    if (asked.failed()) {
                        watch.reviewWithoutTable();
                        return Future.succeededFuture();
                    }
                    watch.review(asked.result());
                    List<UUID> left = unnoted.keySet().stream()
                            .filter(id -> !inHand.contains(id))
                            .toList();
                    return Future.join(left.stream().map(this::noteSent).toList())
                            .<Void>mapEmpty();
                }));
    }

    private Future<Void> idle() {
        Promise<Void> idle = Promise.promise();
        untilIdle.add(idle);
        next();
        return idle.future();
    }

    private void count(String outcome) {
        meters.counter("barium.alerts", "channel", channel, "outcome", outcome).increment();
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }
}
