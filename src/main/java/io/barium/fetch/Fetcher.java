package io.barium.fetch;

import io.barium.config.Settings.Source;
import io.barium.provider.Fetching;
import io.barium.provider.Provider;
import io.barium.provider.kit.Fetch;
import io.barium.provider.kit.FetchRequest;
import io.barium.provider.kit.Fetched;
import io.barium.provider.kit.MalformedHook;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Fetches by https what a provider's request points to. The provider's list of hosts is asked first; then the name is
 * resolved here, addresses of private and special networks are refused, and the connection goes to the address that was
 * looked at, so that a name cannot mean something else by then. Redirects are not followed; size and time are bounded.
 */
public final class Fetcher {
    private static final int MAX_URL = 4_096;
    private static final int CONNECT_MS = 4_000;
    /** Nobody waits longer than this; a connection that is silent for so long is closed whoever holds it. */
    private static final int IDLE_SECONDS = 60;

    private final Vertx vertx;
    private final Network network;
    private final Clock clock;
    private final HttpClient client;

    /** A fetcher on that network. */
    public Fetcher(Vertx vertx, Network network, Clock clock) {
        this.vertx = vertx;
        this.network = network;
        this.clock = clock;
        this.client = vertx.httpClientBuilder()
                .with(network.client()
                        .setConnectTimeout(CONNECT_MS)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setKeepAlive(false))
                .with(new PoolOptions().setHttp1MaxSize(8))
                .build();
    }

    /**
     * Fetches. When the fetch is over, in whatever way, its connection is closed: who does not answer would hold one of
     * the few there are to a host for good.
     *
     * @param patienceMs for all of it, waiting for a connection included
     * @return the content; fails with {@link FetchFailed}
     */
    public Future<Fetched> get(Provider provider, Fetch fetch, Source source, long patienceMs) {
        FetchRequest request;
        try {
            request = request(provider, fetch, source);
        } catch (FetchFailed e) {
            return Future.failedFuture(e);
        }
        String host = request.uri().getHost();
        Promise<Void> over = Promise.promise();
        return vertx.executeBlocking(() -> address(host), false)
                .compose(address -> get(request, address, patienceMs, over.future()))
                .timeout(patienceMs, TimeUnit.MILLISECONDS)
                .onComplete(done -> over.complete())
                .recover(e -> Future.failedFuture(
                        e instanceof FetchFailed ? e : new FetchFailed(host + ": " + String.valueOf(e.getMessage()))));
    }

    private FetchRequest request(Provider provider, Fetch fetch, Source source) throws FetchFailed {
        if (!(provider instanceof Fetching fetching)) {
            throw new FetchFailed("provider " + provider.id() + " fetches nothing");
        }
        URI uri = uri(fetch.url());
        try {
            FetchRequest request = fetching.request(fetch, uri, source, clock.instant());
            if (request == null) {
                throw new FetchFailed("host \"" + uri.getHost() + "\" is none of " + provider.id() + "'s");
            }
            return request;
        } catch (MalformedHook e) {
            throw new FetchFailed(String.valueOf(e.getMessage()));
        }
    }

    private URI uri(String url) throws FetchFailed {
        try {
            URI uri = new URI(url.length() > MAX_URL ? "" : url);
            boolean plain = "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null
                    && (uri.getPort() == -1 || uri.getPort() == network.port());
            if (plain) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below: what is wrong with it is the same.
        }
        throw new FetchFailed("expected an https URL without user, port and fragment");
    }

    private InetAddress address(String host) throws FetchFailed {
        List<InetAddress> addresses;
        try {
            addresses = network.resolve(host);
        } catch (UnknownHostException e) {
            throw new FetchFailed("host \"" + host + "\" is not found");
        }
        return addresses.stream()
                .filter(network::isPublic)
                .findFirst()
                .orElseThrow(() -> new FetchFailed("host \"" + host + "\" is in a private or special network"));
    }

    private Future<Fetched> get(FetchRequest fetch, InetAddress address, long patienceMs, Future<Void> over) {
        URI uri = fetch.uri();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, network.port())))
                .setHost(uri.getHost())
                .setPort(network.port())
                .setConnectTimeout(patienceMs)
                .setSsl(true)
                .setFollowRedirects(false)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        fetch.headers().forEach(options::putHeader);
        return client.request(options).compose(request -> {
            if (over.isComplete()) {
                request.connection().close();
                return Future.failedFuture("too late");
            }
            over.onComplete(done -> request.connection().close());
            return request.send().compose(r -> body(fetch, r));
        });
    }

    private Future<Fetched> body(FetchRequest fetch, HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(new FetchFailed(fetch.uri().getHost() + " answered " + response.statusCode()));
        }
        Promise<Fetched> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
                    if (body.length() + chunk.length() > fetch.maxBytes()) {
                        done.tryFail(new FetchFailed(
                                fetch.uri().getHost() + " sends more than " + fetch.maxBytes() + " bytes"));
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .exceptionHandler(done::tryFail)
                .endHandler(v -> done.tryComplete(
                        new Fetched(response.getHeader("content-type"), body.getBytes(), clock.instant())));
        return done.future();
    }
}
