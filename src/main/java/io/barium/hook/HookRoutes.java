package io.barium.hook;

import io.barium.config.Settings.Source;
import io.barium.intake.Entry;
import io.barium.intake.Journal;
import io.barium.intake.Receipt;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reply;
import io.barium.provider.kit.RawHook;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /hooks/{source}}: takes a provider's request as raw bytes, lets its {@link Provider} judge and read it,
 * journals what it says and only then answers in the provider's own way.
 */
public final class HookRoutes {
    private static final Logger log = LoggerFactory.getLogger(HookRoutes.class);
    /**
     * Reading more than this may take longer than an event loop can be spared. It is done by few threads, because each
     * holds several times the body's size while it reads, and more threads than processors read nothing sooner.
     */
    private static final int LARGE = 16 << 10;

    private static final Reply NOT_ALLOWED =
            new Reply(405, "text/plain; charset=utf-8", "POST", Map.of("Allow", "GET, HEAD, POST"));

    private record Feed(Source source, Provider provider) {}

    private final Vertx vertx;
    private final WorkerExecutor readers;
    private final Journal journal;
    private final MeterRegistry meters;
    private final Clock clock;
    private final int cap;
    private final Map<String, Feed> feeds = new HashMap<>();

    /**
     * Endpoints of the given sources.
     *
     * @param cap bytes of a request body at most
     */
    public HookRoutes(Vertx vertx, List<Source> sources, Journal journal, MeterRegistry meters, Clock clock, int cap) {
        this.vertx = vertx;
        this.readers = vertx.createSharedWorkerExecutor(
                "hook-reader", Math.max(2, Runtime.getRuntime().availableProcessors()));
        this.journal = journal;
        this.meters = meters;
        this.clock = clock;
        this.cap = cap;
        for (Source source : sources) {
            Provider provider = Providers.byId(source.provider());
            if (provider == null) {
                throw new IllegalArgumentException("sources[id=" + source.id() + "].provider is unknown");
            }
            feeds.put(source.id(), new Feed(source, provider));
        }
    }

    /** Adds the endpoint to a router; no body handler may stand before it. */
    public void mount(Router router) {
        // A path that cannot be decoded fails before any route; unhandled, the router logs a stack trace for each.
        router.errorHandler(400, ctx -> Answers.refuse(vertx, ctx.request(), Reply.text(400, "bad request")));
        router.route("/hooks/:source").handler(ctx -> {
            Feed feed = feeds.get(ctx.pathParam("source"));
            if (feed == null) {
                count("(unknown)", "UNKNOWN_SOURCE");
                Answers.refuse(vertx, ctx.request(), Reply.text(404, "no such source"));
                return;
            }
            receive(feed, ctx.request());
        });
    }

    private void receive(Feed feed, HttpServerRequest request) {
        String method = request.method().name();
        boolean event = method.equals("POST")
                || (method.equals("GET") && feed.provider().eventsByGet() && request.query() != null);
        if (!event) {
            boolean probe = method.equals("HEAD") || method.equals("GET");
            Answers.refuse(vertx, request, probe ? Reply.empty(200) : NOT_ALLOWED);
            return;
        }
        // The journal answers on its own context; the reply has to be written on the connection's.
        Context connection = vertx.getOrCreateContext();
        BodyReader.read(request, cap)
                .onSuccess(body -> take(feed, hook(request, method, body), peer(request))
                        .onSuccess(reply -> connection.runOnContext(v -> Answers.send(request.response(), reply))))
                .onFailure(failure -> unread(feed, request, failure));
    }

    private void unread(Feed feed, HttpServerRequest request, Throwable failure) {
        String source = feed.source().id();
        if (failure instanceof BodyReader.TooLarge) {
            count(source, Outcome.TOO_LARGE.name());
            log.warn("hook refused source={} outcome=TOO_LARGE http.maxBodyBytes={}", source, cap);
            RawHook empty = hook(request, request.method().name(), new byte[0]);
            Answers.refuse(vertx, request, feed.provider().reply(Outcome.TOO_LARGE, empty));
        } else {
            count(source, "BROKEN_OFF");
            log.info("hook broken off source={} cause={}", source, failure.toString());
            request.connection().close();
        }
    }

    private RawHook hook(HttpServerRequest request, String method, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach(
                        (name, value) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1))
                                .add(value));
        return new RawHook(method, request.uri(), headers, body, clock.instant());
    }

    /** Judges, reads, journals; never fails. */
    private Future<Reply> take(Feed feed, RawHook hook, String peer) {
        Future<Intake> taken = hook.body().length > LARGE
                ? readers.executeBlocking(() -> journalled(feed, hook, peer), false)
                        .compose(f -> f)
                : journalled(feed, hook, peer);
        return taken.map(intake -> settle(feed, hook, intake))
                .recover(fault -> Future.succeededFuture(failed(feed, hook, fault)));
    }

    private Future<Intake> journalled(Feed feed, RawHook hook, String peer) {
        try {
            Intake intake = Intake.judge(feed.source(), feed.provider(), hook, peer);
            return intake.outcome() == null
                    ? append(intake.entries()).map(o -> new Intake(o, intake.reason(), intake.entries()))
                    : Future.succeededFuture(intake);
        } catch (RuntimeException | StackOverflowError e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Outcome> append(List<Entry> entries) {
        boolean readable = entries.stream().allMatch(e -> e.unreadable() == null);
        List<Future<Receipt>> receipts = entries.stream().map(journal::append).toList();
        return Future.join(receipts).transform(all -> {
            if (all.failed()) {
                return Future.succeededFuture(Outcome.UNAVAILABLE);
            }
            if (receipts.stream().anyMatch(r -> r.result() == Receipt.CONFLICT)) {
                return Future.succeededFuture(Outcome.REPLAYED);
            }
            return Future.succeededFuture(readable ? Outcome.ACCEPTED : Outcome.UNREADABLE);
        });
    }

    private Reply settle(Feed feed, RawHook hook, Intake intake) {
        Outcome outcome = intake.outcome() == null ? Outcome.UNAVAILABLE : intake.outcome();
        String source = feed.source().id();
        count(source, outcome.name());
        switch (outcome) {
            case ACCEPTED, IGNORED -> log.debug("hook source={} outcome={} {}", source, outcome, intake.reason());
            case UNREADABLE -> log.error("hook source={} outcome={} reason={}", source, outcome, intake.reason());
            default -> log.warn("hook refused source={} outcome={} reason={}", source, outcome, intake.reason());
        }
        return feed.provider().reply(outcome, hook);
    }

    /** Whatever went wrong on our side, the provider is to come again. */
    private Reply failed(Feed feed, RawHook hook, Throwable fault) {
        count(feed.source().id(), Outcome.UNAVAILABLE.name());
        log.error("hook failed source={} outcome=UNAVAILABLE", feed.source().id(), fault);
        return feed.provider().reply(Outcome.UNAVAILABLE, hook);
    }

    private void count(String source, String outcome) {
        meters.counter("barium.hooks", "source", source, "outcome", outcome).increment();
    }

    private static String peer(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }
}
