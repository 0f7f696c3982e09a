package io.barium.hook;

import io.barium.config.Settings.Source;
import io.barium.fetch.Enclosures;
import io.barium.intake.Journal;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reply;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.RawHook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /hooks/{source}}: takes a provider's request as raw bytes, lets its {@link io.barium.provider.Provider} judge
 * and read it, journals what it says and only then answers in the provider's own way. May serve several event loops.
 */
public final class HookRoutes {
    private static final Logger log = LoggerFactory.getLogger(HookRoutes.class);
    private static final String PATH = "/hooks/";
    private static final Reply NOT_ALLOWED =
            new Reply(405, "text/plain; charset=utf-8", "POST", Map.of("Allow", "GET, HEAD, POST"));
    private static final Reply POST_ONLY = new Reply(405, "text/plain; charset=utf-8", "POST", Map.of("Allow", "POST"));

    private final Vertx vertx;
    private final MeterRegistry meters;
    private final Reception.House house;
    private final Map<String, Feed> feeds = new HashMap<>();

    /** Endpoints of the given sources. */
    public HookRoutes(
            Vertx vertx,
            List<Source> sources,
            Journal journal,
            Enclosures enclosures,
            MeterRegistry meters,
            Clock clock,
            HookLimits limits) {
        this.vertx = vertx;
        this.meters = meters;
        this.house = new Reception.House(
                vertx,
                vertx.createSharedWorkerExecutor(
                        "hook-reader", Math.max(2, Runtime.getRuntime().availableProcessors())),
                journal,
                enclosures,
                clock,
                limits);
        for (Source source : sources) {
            feeds.put(source.id(), new Feed(source, meters));
        }
        Gauge.builder("barium.inflight.bytes", limits.inFlight(), b -> b.held()).register(meters);
    }

    /** What a source lacks to be authenticated, with the setting to mend; {@code null} when nothing. */
    public static @Nullable String missing(Source source) {
        Provider provider = Providers.byId(source.provider());
        if (provider == null) {
            return "sources[id=" + source.id() + "].provider is unknown";
        }
        RawHook nothing = new RawHook("POST", PATH + source.id(), Map.of(), new byte[0], Instant.EPOCH);
        Authenticity verdict = provider.authenticate(nothing, source, Instant.EPOCH);
        return verdict.verdict() == Authenticity.Verdict.UNCONFIGURED ? verdict.reason() : null;
    }

    /** Adds the endpoint to a router; no body handler may stand before it. */
    public void mount(Router router) {
        // A path that cannot be decoded fails before any route; unhandled, the router logs a stack trace for each.
        router.errorHandler(400, ctx -> Answers.refuse(vertx, ctx.request(), Reply.text(400, "bad request")));
        router.route(PATH + ":source").handler(ctx -> {
            Feed feed = feeds.get(ctx.pathParam("source"));
            if (feed == null) {
                meters.counter("barium.hooks", "source", "(unknown)", "outcome", "UNKNOWN_SOURCE")
                        .increment();
                Answers.refuse(vertx, ctx.request(), Reply.text(404, "no such source"));
                return;
            }
            receive(feed, ctx.request());
        });
    }

    /**
     * The endpoint before everything else that a server does. A request to a source in its usual spelling goes straight
     * there; others, those to sources that do not exist among them, go the router's way.
     */
    public Handler<HttpServerRequest> before(Router router) {
        return request -> {
            Feed feed = spelledOut(request.uri());
            if (feed == null) {
                router.handle(request);
            } else {
                receive(feed, request);
            }
        };
    }

    private @Nullable Feed spelledOut(String target) {
        if (!target.startsWith(PATH)) {
            return null;
        }
        int query = target.indexOf('?', PATH.length());
        return feeds.get(target.substring(PATH.length(), query < 0 ? target.length() : query));
    }

    private void receive(Feed feed, HttpServerRequest request) {
        String method = request.method().name();
        boolean get = method.equals("GET");
        if (method.equals("POST") || (get && feed.provider().eventsByGet() && request.query() != null)) {
            Reception.begin(house, feed, request);
        } else if (get && request.query() != null && !request.query().isEmpty()) {
            misdirected(feed, request);
        } else {
            Answers.refuse(vertx, request, get || method.equals("HEAD") ? Reply.empty(200) : NOT_ALLOWED);
        }
    }

    /**
     * An event by GET of a provider whose events are read from POST alone: somebody chose the wrong method at the
     * provider, who is not to think it delivered. Where a 4xx would bounce it, the provider is to come again instead.
     */
    private void misdirected(Feed feed, HttpServerRequest request) {
        feed.count("NOT_ALLOWED");
        log.warn(
                "hook refused source={} outcome=NOT_ALLOWED reason=GET with a query; {} has to be set to POST",
                feed.source().id(),
                feed.provider().id());
        RawHook nothing = new RawHook("GET", PATH + feed.source().id(), Map.of(), new byte[0], Instant.EPOCH);
        int forged =
                feed.provider().reply(Outcome.FORGED, nothing, feed.source()).status();
        Answers.refuse(vertx, request, forged >= 500 ? Reply.text(forged, "POST") : POST_ONLY);
    }
}
