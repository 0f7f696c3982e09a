package io.barium.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Wire;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.fetch.Enclosures;
import io.barium.fetch.Fetcher;
import io.barium.fetch.Network;
import io.barium.intake.InFlight;
import io.barium.intake.JournalWriter;
import io.barium.provider.Outcome;
import io.barium.provider.fixture.Fixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each provider's requests over a socket into the journal, twice. */
class FixtureDeliveryTest {
    private static volatile Clock clock = Clock.systemUTC();
    private static Vertx vertx;
    private static Pool pool;
    private static JournalWriter journal;
    private static HttpServer server;
    private static volatile Handler<HttpServerRequest> hooks = request -> {};

    /** Those that need something from elsewhere are shown where that is served. */
    static List<Fixture> fixtures() {
        return Fixture.all().stream().filter(f -> !f.meta().has("fetched")).toList();
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        pool = Pools.open(vertx, TestDatabase.migrated(), 4);
        journal = new JournalWriter(vertx, pool, () -> {});
        server = vertx.createHttpServer(new HttpServerOptions().setMaxInitialLineLength(32 << 10))
                .requestHandler(request -> hooks.handle(request))
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    static void close() {
        server.close().await();
        pool.close().await();
        vertx.close().await();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void a_second_delivery_is_answered_like_the_first_and_is_no_second_contact(Fixture f) {
        serve(f);
        long before = rows();
        int first = deliver(f);
        long contacts = f.meta().path("reading").path("contacts").size();
        assertThat(rows() - before).isEqualTo(contacts);
        assertThat(first).isEqualTo(expected(f, contacts == 0 ? Outcome.IGNORED : Outcome.ACCEPTED));
        assertThat(deliver(f)).isEqualTo(first);
        assertThat(rows() - before).isEqualTo(contacts);
        pool.query("truncate journal_event").execute().await();
    }

    private static int expected(Fixture f, Outcome outcome) {
        return f.provider().reply(outcome, f.hook(), f.source()).status();
    }

    private static void serve(Fixture f) {
        clock = Clock.fixed(f.at(), ZoneOffset.UTC);
        HookRoutes routes = new HookRoutes(
                vertx,
                List.of(f.source()),
                journal,
                new Enclosures(new Fetcher(vertx, Network.INTERNET, clock)),
                new SimpleMeterRegistry(),
                clock,
                new HookLimits(1 << 20, new InFlight(64 << 20)));
        Router router = Router.router(vertx);
        routes.mount(router);
        hooks = routes.before(router);
    }

    private static int deliver(Fixture f) {
        List<String> head = new ArrayList<>(f.head());
        head.removeIf(h -> h.toLowerCase(Locale.ROOT).startsWith("content-length:"));
        head.add("Content-Length: " + f.body().length);
        try (Wire wire = new Wire(server.actualPort())) {
            wire.send(String.join("\r\n", head) + "\r\n\r\n").send(f.body());
            return HookServer.answer(wire).status();
        }
    }

    private static long rows() {
        return pool.query("select count(*) from journal")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }
}
