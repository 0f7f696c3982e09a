package io.barium;

import io.barium.config.Settings.Http;
import io.barium.hook.Unreadable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One HTTP port, served by as many event loops as there are processors. Each connection stays on its loop. */
final class HttpListener implements AutoCloseable {
    /** As other servers have it; a head takes some twenty-five times as much while it is read. */
    private static final int MAX_HEADERS_BYTES = 16 << 10;

    private static final int MAX_REQUEST_LINE = 32 << 10;
    private static final int DRAIN_SECONDS = 10;
    private static final Duration FIRST_HEAD = Duration.ofSeconds(10);
    /** Longer than any body may take. */
    private static final Duration NEXT_HEAD = Duration.ofMinutes(10);

    private final List<HttpServer> servers;

    private HttpListener(List<HttpServer> servers) {
        this.servers = servers;
    }

    /**
     * Binds the port.
     *
     * @param handler of requests; is called on several event loops
     * @throws IOException when the port cannot be bound
     */
    static HttpListener start(Vertx vertx, Http settings, Handler<HttpServerRequest> handler) throws IOException {
        return start(vertx, settings, handler, () -> new Lifetimes(vertx, FIRST_HEAD, NEXT_HEAD));
    }

    /** @param lifetimes of one event loop's connections, each time it is asked */
    static HttpListener start(
            Vertx vertx, Http settings, Handler<HttpServerRequest> handler, Supplier<Lifetimes> lifetimes)
            throws IOException {
        List<HttpServer> servers = new CopyOnWriteArrayList<>();
        HttpServerOptions options = options(settings);
        DeploymentOptions onEach =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(() -> new OnLoop(options, handler, lifetimes.get(), servers), onEach)
                    .await();
            return new HttpListener(servers);
        } catch (Exception e) { // Vert.x throws what a future failed with, checked or not
            throw new IOException("cannot listen on http.port " + settings.port() + " (BARIUM_HTTP_PORT)", e);
        }
    }

    private static HttpServerOptions options(Http settings) {
        return new HttpServerOptions()
                .setHost(settings.host())
                // Servers share a free port when it is asked for as -1; with 0 each would get one of its own.
                .setPort(settings.port() == 0 ? -1 : settings.port())
                .setMaxHeaderSize(MAX_HEADERS_BYTES)
                .setMaxInitialLineLength(MAX_REQUEST_LINE)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false)
                // There are no web sockets here, and looking for them costs each request something.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setIdleTimeout(75)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    /** The port that is bound. */
    int port() {
        return servers.get(0).actualPort();
    }

    /** Takes no more requests and finishes those that are there. */
    @Override
    public void close() throws TimeoutException {
        List<Future<Void>> draining = servers.stream()
                .map(s -> s.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS))
                .toList();
        Future.join(draining).await(DRAIN_SECONDS + 1L, TimeUnit.SECONDS);
    }

    /** A server made on an event loop of its own; those of one port share its connections. */
    private static final class OnLoop extends VerticleBase {
        private final HttpServerOptions options;
        private final Handler<HttpServerRequest> handler;
        private final Lifetimes lifetimes;
        private final List<HttpServer> servers;

        OnLoop(
                HttpServerOptions options,
                Handler<HttpServerRequest> handler,
                Lifetimes lifetimes,
                List<HttpServer> servers) {
            this.options = options;
            this.handler = handler;
            this.lifetimes = lifetimes;
            this.servers = servers;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer(options)
                    .connectionHandler(lifetimes::begin)
                    .requestHandler(request -> {
                        lifetimes.goOn(request);
                        handler.handle(request);
                    })
                    .invalidRequestHandler(new Unreadable(vertx))
                    .listen()
                    .onSuccess(servers::add);
        }
    }
}
