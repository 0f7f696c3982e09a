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
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /hooks/{source}}: takes a provider's request as raw bytes, lets its {@link Provider} judge and read it,
 * journals what it says and only then answers in the provider's own way.
 */
public final class HookRoutes {
    private static final Logger log = LoggerFactory.getLogger(HookRoutes.class);
    /** Reading more than this may take longer than an event loop can be spared. */
    private static final int LARGE = 64 << 10;

    private record Feed(Source source, Provider provider) {}

    private final Vertx vertx;
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
        router.route("/hooks/:source").handler(ctx -> {
            Feed feed = feeds.get(ctx.pathParam("source"));
            if (feed == null) {
                count("(unknown)", "UNKNOWN_SOURCE");
                answer(ctx.response(), Reply.text(404, "no such source"), true);
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
            answer(request.response(), probe ? Reply.empty(200) : Reply.text(405, "POST"), true);
            return;
        }
        BodyReader.read(request, cap)
                .compose(body -> take(feed, hook(request, method, body), peer(request)))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        answer(request.response(), done.result(), false);
                    } else if (done.cause() instanceof BodyReader.TooLarge) {
                        count(feed.source().id(), Outcome.TOO_LARGE.name());
                        log.warn(
                                "hook refused source={} outcome=TOO_LARGE http.maxBodyBytes={}",
                                feed.source().id(),
                                cap);
                        RawHook empty = hook(request, method, new byte[0]);
                        answer(request.response(), feed.provider().reply(Outcome.TOO_LARGE, empty), true);
                    } else {
                        log.warn(
                                "hook broken off source={} cause={}",
                                feed.source().id(),
                                done.cause().toString());
                        request.connection().close();
                    }
                });
    }

    private RawHook hook(HttpServerRequest request, String method, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach((name, value) -> headers.computeIfAbsent(
                                name.toLowerCase(java.util.Locale.ROOT), n -> new ArrayList<>(1))
                        .add(value));
        return new RawHook(method, request.uri(), headers, body, clock.instant());
    }

    private Future<Reply> take(Feed feed, RawHook hook, String peer) {
        Future<Intake> judged = hook.body().length > LARGE
                ? vertx.executeBlocking(() -> Intake.judge(feed.source(), feed.provider(), hook, peer), false)
                : Future.succeededFuture(Intake.judge(feed.source(), feed.provider(), hook, peer));
        return judged.compose(intake -> intake.outcome() == null
                        ? append(intake.entries()).map(o -> new Intake(o, intake.reason(), intake.entries()))
                        : Future.succeededFuture(intake))
                .map(intake -> settle(feed, hook, intake));
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

    private void count(String source, String outcome) {
        meters.counter("barium.hooks", "source", source, "outcome", outcome).increment();
    }

    private static String peer(HttpServerRequest request) {
        return request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    }

    /** A body that was not read to its end leaves the connection unusable. */
    private static void answer(@Nullable HttpServerResponse response, Reply reply, boolean close) {
        if (response == null || response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        if (!reply.contentType().isEmpty()) {
            response.putHeader("content-type", reply.contentType());
        }
        if (close && response.headers().get("connection") == null) {
            response.putHeader("connection", "close");
        }
        response.end(reply.body());
    }
}
