package io.barium.console;

import io.barium.access.Operators;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.view.Fixtures;
import io.barium.view.Leak;
import io.barium.view.ReportFacts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A console over a real database with a small leak in it, and a client with a cookie jar. */
final class ConsoleUnderTest implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    final Vertx vertx = Vertx.vertx();
    final Pool pool = Pools.open(vertx, TestDatabase.migrated(), 4);
    final Leak leak = new Leak(pool);
    final String password;
    final Operators operators;
    final String base;
    private final HttpServer server;

    ConsoleUnderTest(ConsoleOptions options) {
        Clock clock = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);
        operators = new Operators(vertx, pool, clock);
        password = operators.ensureAdmin().await().orElseThrow();
        Router router = Router.router(vertx);
        ReportFacts reports = new ReportFacts(
                pool, verdict -> Future.succeededFuture(verdict.strength().logE()));
        new ConsoleRoutes(vertx, pool, operators, reports, options, clock).mount(router);
        router.get("/elsewhere").handler(ctx -> ctx.end("still here"));
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
        base = "http://127.0.0.1:" + server.actualPort();
    }

    /** A browser's worth of client: cookies kept, redirects not followed. */
    static HttpClient client() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    /** A client that is signed in. */
    HttpClient signedIn() throws IOException, InterruptedException {
        HttpClient client = client();
        String token = token(get(client, "/console/login").body());
        HttpResponse<String> answer =
                post(client, "/console/login", Map.of("token", token, "username", "admin", "password", password));
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("login answered " + answer.statusCode());
        }
        return client;
    }

    HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(HttpClient client, String path, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static String token(String page) {
        Matcher found = TOKEN.matcher(page);
        return found.find() ? found.group(1) : "";
    }

    @Override
    public void close() {
        server.close().await();
        pool.close().await();
        vertx.close().await();
    }
}
