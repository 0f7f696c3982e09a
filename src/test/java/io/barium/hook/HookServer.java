package io.barium.hook;

import io.barium.Journalled;
import io.barium.TestClock;
import io.barium.Wire;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.fetch.Enclosures;
import io.barium.fetch.Fetcher;
import io.barium.fetch.Network;
import io.barium.intake.InFlight;
import io.barium.intake.Journal;
import io.barium.intake.JournalWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hooks on a real HTTP server, before a real journal. */
final class HookServer implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final int CAP = 1 << 20;
    static final String KEY = "key-0f3cd5d1b2";
    static final String TOKEN = "bearer-77c1e1a9";

    final TestClock clock = new TestClock(NOW);
    final PostgresAddress database = TestDatabase.migrated();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Vertx vertx = Vertx.vertx();
    final int port;
    private final Pool pool = Pools.open(vertx, database, 4);

    HookServer() {
        this(CAP, journal -> journal);
    }

    HookServer(int cap, UnaryOperator<Journal> around) {
        this(cap, around, HookLimits.BODY_TIME, new InFlight(64 << 20));
    }

    HookServer(int cap, UnaryOperator<Journal> around, Duration bodyTime, InFlight inFlight) {
        this(cap, around, bodyTime, inFlight, Network.INTERNET, List.of());
    }

    /** Further sources, which fetch from another network. */
    HookServer(Network network, List<Source> more) {
        this(CAP, journal -> journal, HookLimits.BODY_TIME, new InFlight(64 << 20), network, more);
    }

    private HookServer(
            int cap,
            UnaryOperator<Journal> around,
            Duration bodyTime,
            InFlight inFlight,
            Network network,
            List<Source> more) {
        Journal journal = around.apply(new JournalWriter(vertx, pool, () -> {}));
        List<Source> sources = new ArrayList<>(more);
        sources.addAll(List.of(
                source("mg", "mailgun", null, KEY),
                source("tw", "twilio", "https://hooks.example", KEY),
                source("any", "generic", null, TOKEN),
                source("cm", "cloudmailin", null, "user:password"),
                source("mc", "mandrill", "https://hooks.example", KEY),
                source("bw", "bandwidth", null, "user:password"),
                source("bare-mg", "mailgun", null),
                source("bare-tw", "twilio", "https://hooks.example"),
                source("bare-any", "generic", null)));
        Router router = Router.router(vertx);
        HookRoutes hooks = new HookRoutes(
                vertx,
                sources,
                journal,
                new Enclosures(new Fetcher(vertx, network, clock)),
                meters,
                clock,
                new HookLimits(cap, bodyTime, inFlight));
        hooks.mount(router);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxHeaderSize(16 << 10)
                        .setMaxInitialLineLength(32 << 10)
                        .setHandle100ContinueAutomatically(true))
                .requestHandler(hooks.before(router))
                .invalidRequestHandler(new Unreadable(vertx))
                .listen(0, "127.0.0.1")
                .await();
        port = server.actualPort();
    }

    private static Source source(String id, String provider, @Nullable String publicUrl, String... secrets) {
        return new Source(id, provider, Arrays.stream(secrets).map(Secret::new).toList(), publicUrl, null, null, "US");
    }

    /** An answer as it stood on the wire, header names in lower case. */
    record Answer(int status, TreeMap<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Reads one answer that says its length. */
    static Answer answer(Wire wire) {
        String status = wire.line();
        TreeMap<String, String> headers = new TreeMap<>();
        for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
            headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        if (!status.startsWith("HTTP/1.")) {
            throw new AssertionError("expected a status line, found '" + status + "'");
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, wire.bytes(length));
    }

    /** A request's head; {@code headers} are whole lines. */
    static String head(String line, String... headers) {
        return line + " HTTP/1.1\r\nHost: hooks.example\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    /** One request on a connection of its own. */
    Answer request(String line, byte[] body, String... headers) {
        try (Wire wire = new Wire(port)) {
            return request(wire, line, body, headers);
        }
    }

    /** One request on a connection that stays. */
    static Answer request(Wire wire, String line, byte[] body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length;
        wire.send(head(line, all));
        wire.send(body);
        return answer(wire);
    }

    /** A genuine request to the generic source. */
    Answer bearer(String type, byte[] body, String... headers) {
        return request("POST /hooks/any", body, bearerHeaders(type, headers));
    }

    static String[] bearerHeaders(String type, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: " + type;
        all[headers.length + 1] = "Authorization: Bearer " + TOKEN;
        return all;
    }

    /** A genuine Mailgun form. */
    Answer mailgun(byte[] form) {
        return request("POST /hooks/mg", form, "Content-Type: application/x-www-form-urlencoded");
    }

    List<Journalled> rows() {
        return Journalled.rows(database);
    }

    Journalled only() {
        return Journalled.only(database);
    }

    double counted(String source, String outcome) {
        return meters.counter("barium.hooks", "source", source, "outcome", outcome)
                .count();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        pool.close().await();
        vertx.close().await();
    }
}
