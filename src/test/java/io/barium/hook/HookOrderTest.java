package io.barium.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.TestClock;
import io.barium.Wire;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.fetch.Enclosures;
import io.barium.fetch.Fetcher;
import io.barium.fetch.Network;
import io.barium.intake.InFlight;
import io.barium.intake.Receipt;
import io.barium.model.Channel;
import io.barium.provider.Outcome;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reading;
import io.barium.provider.Reply;
import io.barium.provider.Sheet;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.MalformedHook;
import io.barium.provider.kit.RawHook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** In which order a request is judged and answered. */
class HookOrderTest {
    private static final String SMS = "[{\"type\":\"message-received\",\"message\":{\"id\":\"1\","
            + "\"owner\":\"+12125550199\",\"from\":\"+12125550123\",\"text\":\"%s\"}}]";

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    @Test
    void of_a_large_body_nothing_but_the_refusal_is_made_before_it_is_known_to_be_genuine() {
        assertThat(status("wrong")).startsWith("HTTP/1.1 401");
        assertThat(calls).containsExactly("authenticate", "reply FORGED");
        calls.clear();
        assertThat(status("password")).startsWith("HTTP/1.1 200");
        assertThat(calls).startsWith("authenticate", "read").contains("reply ACCEPTED", "reply UNAVAILABLE");
    }

    private String status(String password) {
        Vertx vertx = Vertx.vertx();
        TestClock clock = new TestClock(HookServer.NOW);
        Source source = new Source("bw", "bandwidth", List.of(new Secret("user:password")), null, null, null, "US");
        Provider bandwidth = Objects.requireNonNull(Providers.byId("bandwidth"));
        Feed feed = new Feed(source, new Recording(bandwidth, calls), new SimpleMeterRegistry());
        Reception.House house = new Reception.House(
                vertx,
                vertx.createSharedWorkerExecutor("readers", 1),
                entry -> Future.succeededFuture(Receipt.STORED),
                new Enclosures(new Fetcher(vertx, Network.INTERNET, clock)),
                clock,
                new HookLimits(HookServer.CAP, HookLimits.BODY_TIME, new InFlight(64 << 20)));
        int port = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> Reception.begin(house, feed, request))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        byte[] body = HookServer.utf8(SMS.formatted("x".repeat(100_000)));
        String shown = Base64.getEncoder().encodeToString(HookServer.utf8("user:" + password));
        try (Wire wire = new Wire(port)) {
            wire.send(HookServer.head(
                            "POST /hooks/bw",
                            "Content-Type: application/json",
                            "Authorization: Basic " + shown,
                            "Content-Length: " + body.length))
                    .send(body);
            return wire.line();
        } finally {
            vertx.close().await();
        }
    }

    /** Another provider, whose use is written down. */
    private record Recording(Provider provider, Queue<String> calls) implements Provider {
        @Override
        public String id() {
            return provider.id();
        }

        @Override
        public Sheet sheet() {
            return provider.sheet();
        }

        @Override
        public Authenticity authenticate(RawHook hook, Source source, Instant now) {
            calls.add("authenticate");
            return provider.authenticate(hook, source, now);
        }

        @Override
        public Reading read(RawHook hook, Source source) throws MalformedHook {
            calls.add("read");
            return provider.read(hook, source);
        }

        @Override
        public Channel channelOf(RawHook hook) {
            return provider.channelOf(hook);
        }

        @Override
        public Reply reply(Outcome outcome, RawHook hook, Source source) {
            calls.add("reply " + outcome);
            return provider.reply(outcome, hook, source);
        }
    }
}
