package io.barium.alert;

import io.barium.alert.AlertTexts.Block;
import io.barium.loop.BackOff;
import io.barium.outbox.ChannelAlarm;
import io.barium.outbox.Dispatch;
import io.barium.outbox.Message;
import io.barium.outbox.Policy;
import io.barium.outbox.Sender;
import io.barium.outbox.Sender.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators what is wrong with the service itself, straight through the channels' senders: the database may be
 * what is away. A condition is told once an incident and channel, again at most hourly while it lasts, and its end is
 * told to those who knew of it. What waits here is in memory alone; after a restart whoever finds the condition says so
 * again.
 */
public final class OperatorNotices implements ChannelAlarm {
    private static final Logger log = LoggerFactory.getLogger(OperatorNotices.class);
    private static final long LOOK_EVERY_MS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final Map<String, Sender> senders = new LinkedHashMap<>();
    private final BackOff backOff;
    private final Clock clock;
    private final Map<String, Incident> incidents = new LinkedHashMap<>();
    private long timer = -1;

    /**
     * Notices, not yet told to anybody.
     *
     * @param senders of the channels that are set
     */
    public OperatorNotices(Vertx vertx, List<Sender> senders, BackOff backOff, Clock clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        senders.forEach(s -> this.senders.put(s.channel(), s));
        this.backOff = backOff;
        this.clock = clock;
    }

    /** Begins to tell. */
    public void start() {
        context.runOnContext(v -> timer = vertx.setPeriodic(LOOK_EVERY_MS, t -> tell()));
    }

    /** Tells nothing more. */
    public void stop() {
        context.runOnContext(v -> vertx.cancelTimer(timer));
    }

    /**
     * A condition holds. Call it as often as you like; the newest text is the one that is told. From any thread.
     *
     * @param name of the condition, the same until {@link #clear}; short and lower-case, like {@code spool}
     * @param text what it is, what it means and what to mend, in a sentence or two without secrets
     */
    public void raise(String name, String text) {
        raise(name, text, null);
    }

    /** A condition holds no more. From any thread. */
    public void clear(String name) {
        context.runOnContext(v -> {
            Incident incident = incidents.get(name);
            if (incident != null) {
                incident.over(clock.instant());
            }
        });
    }

    @Override
    public void broken(String channel, String text) {
        raise("alerts." + channel, "Alerting is broken. " + text, channel);
    }

    @Override
    public void limping(String channel, String text) {
        raise("alerts." + channel, text, null);
    }

    @Override
    public void well(String channel) {
        clear("alerts." + channel);
    }

    @Override
    public void gaveUp(String channel, String text) {
        raise(deadLetters(channel), text, null);
    }

    /** Its end is not told: the dead letters are still there. */
    @Override
    public void gaveUpLongAgo(String channel) {
        context.runOnContext(v -> incidents.remove(deadLetters(channel)));
    }

    private static String deadLetters(String channel) {
        return "dead-letters." + channel;
    }

    /** Tells what is to be told now; completes when the attempts have ended. */
    public Future<Void> tell() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            Instant now = clock.instant();
            incidents.values().removeIf(i -> i.isDone(now));
            List<Future<Void>> attempts = new ArrayList<>();
            incidents
                    .values()
                    .forEach(incident -> incident.due(List.copyOf(senders.keySet()), now)
                            .forEach(notice -> attempts.add(attempt(incident, notice))));
            Future.join(attempts).<Void>mapEmpty().onComplete(done);
        });
        return done.future();
    }

    private void raise(String name, String text, @Nullable String except) {
        context.runOnContext(v -> {
            Incident known = incidents.get(name);
            if (known == null || !known.holds(text, except)) {
                log.warn("operators are to be told condition={} text={}", name, text);
                incidents.put(name, new Incident(name, text, except, clock.instant()));
            }
        });
    }

    private Future<Void> attempt(Incident incident, Incident.Notice notice) {
        Sender sender = senders.get(notice.channel());
        Supplier<Future<Outcome>> send = () -> sender == null
                ? Future.failedFuture("no sender")
                : sender.send(new Dispatch(
                        message(notice), notice.attempts(), notice.since(), clock.instant(), notice.outstanding()));
        return Future.<Outcome>future(p -> send.get().onComplete(p))
                .timeout(Policy.ATTEMPT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(e -> Outcome.retry(String.valueOf(e.getMessage())))
                .compose(outcome -> {
                    Promise<Void> noted = Promise.promise();
                    context.runOnContext(v -> {
                        if (outcome instanceof Outcome.Failed failure) {
                            incident.failed(notice, failure, backOff, clock.instant());
                            log.warn(
                                    "operators cannot be told condition={} channel={} reason={}",
                                    notice.name(),
                                    notice.channel(),
                                    failure.reason());
                        } else {
                            incident.told(notice, clock.instant());
                            log.info(
                                    "operators told condition={} channel={} over={}",
                                    notice.name(),
                                    notice.channel(),
                                    notice.over());
                        }
                        noted.complete();
                    });
                    return noted.future();
                });
    }

    private static Message message(Incident.Notice n) {
        String topic = "notice:" + n.name();
        String id = "barium:" + topic + ":" + n.channel() + ":" + n.since() + ":" + n.number() + ":" + n.over();
        String since = Wording.time(n.since());
        String subject = n.over()
                ? "[Barium] Over: " + n.name() + " works again"
                : "[Barium] Trouble with " + n.name() + (n.number() == 0 ? "" : ", still");
        List<String> lines = n.over()
                ? List.of(
                        "What began " + since + " is over: " + n.name() + " works again.",
                        "The last of it: " + n.text())
                : List.of(n.text(), "Since " + since + ". Health has more: /health/ready.");
        JsonObject facts = new JsonObject()
                .put("condition", n.name())
                .put("since", n.since().toString())
                .put("over", n.over());
        return new Message(
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)),
                n.channel(),
                topic,
                Payload.of(
                        n.channel(),
                        n.over() ? "notice.cleared" : "notice.raised",
                        topic,
                        subject,
                        List.of(new Block(null, Map.of(), lines)),
                        facts));
    }
}
