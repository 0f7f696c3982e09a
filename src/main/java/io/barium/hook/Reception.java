package io.barium.hook;

import io.barium.fetch.Enclosures;
import io.barium.fetch.FetchFailed;
import io.barium.intake.Entry;
import io.barium.intake.Gathering;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.Receipt;
import io.barium.provider.Outcome;
import io.barium.provider.Reply;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.RawHook;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request from its first byte to its answer: read, judged, journalled, answered. What was read to its end is
 * journalled even when the sender hangs up meanwhile; not all of them come again.
 */
final class Reception {
    private static final Logger log = LoggerFactory.getLogger(HookRoutes.class);
    /**
     * Reading more than this may take longer than an event loop can be spared. It is done by few threads, because each
     * holds several times the body's size while it reads, and more threads than processors read nothing sooner. What
     * waits for them is bounded by the bytes in flight.
     */
    private static final int LARGE = 16 << 10;

    /** Seconds after which a provider is asked to come again; they choose their own times, and may listen. */
    private static final String RETRY_AFTER = "10";

    /**
     * What all requests share.
     *
     * @param readers threads for large bodies
     * @param enclosures what requests have to be judged with
     */
    record House(
            Vertx vertx,
            WorkerExecutor readers,
            Journal journal,
            Enclosures enclosures,
            Clock clock,
            HookLimits limits) {}

    private final House house;
    private final Feed feed;
    private final HttpServerRequest request;
    private final InFlight.Share share;
    /** The journal answers on its own context; the reply has to be written on the connection's. */
    private final Context connection;

    private Reception(House house, Feed feed, HttpServerRequest request) {
        this.house = house;
        this.feed = feed;
        this.request = request;
        this.share = house.limits().inFlight().open();
        this.connection = house.vertx().getOrCreateContext();
    }

    /** Receives an event; never fails. */
    static void begin(House house, Feed feed, HttpServerRequest request) {
        Reception reception = new Reception(house, feed, request);
        BodyReader.read(house.vertx(), request, house.limits(), reception.share)
                .onComplete(reception::take, reception::unread);
    }

    private void unread(Throwable failure) {
        share.close();
        String source = feed.source().id();
        if (!(failure instanceof BodyReader.Refused refused)) {
            feed.count("BROKEN_OFF");
            log.info("hook broken off source={} cause={}", source, failure.toString());
            request.connection().close();
            return;
        }
        RawHook empty = hook(new byte[0], house.clock().instant());
        switch (refused.limit()) {
            case SIZE -> {
                feed.count(Outcome.TOO_LARGE);
                log.warn(
                        "hook refused source={} outcome=TOO_LARGE http.maxBodyBytes={}",
                        source,
                        house.limits().maxBodyBytes());
                refuse(reply(Outcome.TOO_LARGE, empty));
            }
            case ROOM -> {
                feed.count("NO_ROOM");
                later(empty);
            }
            case TIME -> {
                feed.count("TOO_SLOW");
                log.info("hook refused source={} outcome=TOO_SLOW peer={}", source, peer());
                later(empty);
            }
        }
    }

    /** In the provider's own way: some take what refuses them for good, even a time-out, for a delivery. */
    private void later(RawHook empty) {
        request.response().putHeader("retry-after", RETRY_AFTER);
        refuse(reply(Outcome.UNAVAILABLE, empty));
    }

    private void refuse(Reply reply) {
        Answers.refuse(house.vertx(), request, reply);
    }

    private void take(Gathering body) {
        Instant receivedAt = house.clock().instant();
        Future<Answer> answer = body.size() > LARGE
                ? house.readers()
                        .executeBlocking(() -> answered(hook(body.bytes(), receivedAt)), false)
                        .compose(a -> a)
                : answered(hook(body.bytes(), receivedAt));
        answer.onComplete(a -> onConnection(() -> answer(a)), fault -> onConnection(() -> fail(fault)));
    }

    /** What became of a request and what its provider is told of each outcome. */
    private record Answer(Intake intake, Function<Outcome, Reply> replies) {}

    /** The answers to a large body are made beforehand, so that it need not be kept while the journal works. */
    private Function<Outcome, Reply> replies(RawHook hook) {
        if (hook.body().length <= LARGE) {
            return outcome -> reply(outcome, hook);
        }
        Map<Outcome, Reply> replies = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            replies.put(outcome, reply(outcome, hook));
        }
        return outcome -> Objects.requireNonNull(replies.get(outcome));
    }

    private static Outcome outcome(Intake intake) {
        return Objects.requireNonNull(intake.outcome());
    }

    private void onConnection(Runnable last) {
        if (Vertx.currentContext() == connection) {
            last.run();
        } else {
            connection.runOnContext(v -> last.run());
        }
    }

    private Reply reply(Outcome outcome, RawHook hook) {
        return feed.provider().reply(outcome, hook, feed.source());
    }

    private Future<Answer> answered(RawHook hook) {
        try {
            Authenticity authenticity = feed.provider().authenticate(hook, feed.source(), hook.receivedAt());
            Fetch awaited = authenticity.awaited();
            if (awaited == null) {
                return judged(hook, authenticity);
            }
            Instant receivedAt = hook.receivedAt();
            return house.enclosures()
                    .get(feed.provider(), awaited, feed.source())
                    .compose(content -> {
                        RawHook complete = hook.with(awaited, content);
                        return judged(complete, feed.provider().authenticate(complete, feed.source(), receivedAt));
                    })
                    .recover(e -> unavailable(e)
                            .map(intake -> new Answer(intake, o -> reply(o, hook(new byte[0], receivedAt)))));
        } catch (RuntimeException | StackOverflowError e) {
            return Future.failedFuture(e);
        }
    }

    /** Nothing of a request that is not genuine is read for its answer: of what a stranger sends there is too much. */
    private Future<Answer> judged(RawHook hook, Authenticity authenticity) {
        Intake intake = Intake.judge(feed.source(), feed.provider(), hook, peer(), authenticity);
        if (intake.outcome() != null) {
            Reply reply = reply(outcome(intake), hook);
            return Future.succeededFuture(new Answer(intake, o -> reply));
        }
        Function<Outcome, Reply> replies = replies(hook);
        return settled(intake).map(done -> new Answer(done, replies));
    }

    private Future<Intake> settled(Intake intake) {
        Intake taken = intake.taken();
        Fetch confirmation = intake.confirmation();
        if (confirmation != null) {
            return house.enclosures()
                    .once(feed.provider(), confirmation, feed.source())
                    .map(v -> taken.decided(Outcome.IGNORED))
                    .recover(e -> unavailable(e));
        }
        return append(intake.entries()).map(taken::settled).otherwise(e -> taken.decided(Outcome.UNAVAILABLE));
    }

    /** The provider is to come again; by then what was to be fetched may be there. */
    private static Future<Intake> unavailable(Throwable e) {
        return e instanceof FetchFailed
                ? Future.succeededFuture(Intake.decided(Outcome.UNAVAILABLE, String.valueOf(e.getMessage())))
                : Future.failedFuture(e);
    }

    private Future<List<Receipt>> append(List<Entry> entries) {
        if (entries.size() == 1) {
            return house.journal().append(entries.get(0)).map(List::of);
        }
        List<Future<Receipt>> receipts =
                entries.stream().map(house.journal()::append).toList();
        return Future.join(receipts).map(all -> all.list());
    }

    private void answer(Answer answer) {
        Outcome outcome = outcome(answer.intake());
        String reason = answer.intake().reason();
        String source = feed.source().id();
        switch (outcome) {
            case ACCEPTED, IGNORED -> log.debug("hook source={} outcome={} {}", source, outcome, reason);
            case UNREADABLE -> log.error("hook source={} outcome={} reason={}", source, outcome, reason);
            default -> log.warn("hook refused source={} outcome={} reason={}", source, outcome, reason);
        }
        send(outcome, answer.replies().apply(outcome));
    }

    /** Whatever went wrong on our side, the provider is to come again. */
    private void fail(Throwable fault) {
        log.error("hook failed source={} outcome=UNAVAILABLE", feed.source().id(), fault);
        RawHook empty = hook(new byte[0], house.clock().instant());
        send(Outcome.UNAVAILABLE, reply(Outcome.UNAVAILABLE, empty));
    }

    private void send(Outcome outcome, Reply reply) {
        try (share) {
            feed.count(outcome);
            Answers.send(request.response(), reply);
        }
    }

    private RawHook hook(byte[] body, Instant receivedAt) {
        Map<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            List<String> first = headers.putIfAbsent(name.toLowerCase(Locale.ROOT), List.of(value));
            if (first != null) {
                repeated(headers, name, first, value);
            }
        });
        return new RawHook(request.method().name(), request.uri(), headers, body, receivedAt);
    }

    private static void repeated(Map<String, List<String>> headers, String name, List<String> before, String value) {
        List<String> all = before instanceof ArrayList<String> growing ? growing : new ArrayList<>(before);
        all.add(value);
        headers.put(name.toLowerCase(Locale.ROOT), all);
    }

    private String peer() {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }
}
