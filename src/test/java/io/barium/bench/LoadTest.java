package io.barium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barium.bench.Figures.Spread;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.Reading;
import io.barium.provider.kit.Authenticity;
import io.barium.provider.kit.RawHook;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load generator and its arithmetic: a wrong figure is worse than none. */
class LoadTest {

    @Test
    void a_reply_is_whole_only_with_the_last_byte_of_its_body_however_it_is_cut() {
        byte[] reply =
                "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\nContent-Length: 12\r\n\r\ncontent-late"
                        .getBytes(StandardCharsets.US_ASCII);
        ReplyReader reader = new ReplyReader();
        for (int cut = 1; cut < reply.length; cut++) {
            assertThat(reader.take(ByteBuffer.wrap(reply, 0, cut))).isZero();
            assertThat(reader.take(ByteBuffer.wrap(reply, cut, reply.length - cut)))
                    .isEqualTo(503);
        }
    }

    @Test
    void every_request_is_sent_once_and_every_answer_counted_by_its_status() throws Exception {
        Vertx vertx = Vertx.vertx();
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> request.response()
                                .setStatusCode(asked.incrementAndGet() % 3 == 0 ? 503 : 200)
                                .end("x")))
                .listen(0, "127.0.0.1")
                .await();
        Requests requests = new SignedRequests(server.actualPort()).of(Kind.MAILGUN, 300);
        try (ClosedLoop loop = new ClosedLoop(server.actualPort(), 7, requests)) {
            Slice slice = loop.run(30);
            assertThat(slice.statuses()).isEqualTo(Map.of(200, 200, 503, 100));
            assertThat(slice.bad()).isEqualTo(Map.of(503, 100));
            assertThat(slice.nanos()).hasSize(300).isSorted();
            assertThat(slice.seconds()).isLessThan(30);
        } finally {
            vertx.close().await();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_request_is_genuine_readable_of_its_size_and_a_contact_of_its_own(Kind kind) throws Exception {
        Requests requests = new SignedRequests(1).of(kind, 20);
        Provider provider = Objects.requireNonNull(Providers.byId(kind.label()));
        String key = Map.of(
                        Kind.TWILIO, BenchSettings.TWILIO_TOKEN,
                        Kind.MAILGUN, BenchSettings.MAILGUN_KEY,
                        Kind.GENERIC, "whsec_" + BenchSettings.GENERIC_KEY)
                .get(kind);
        Source source = new Source(
                kind.source(), kind.label(), List.of(new Secret(key)), BenchSettings.PUBLIC_URL, null, null, "US");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < requests.count(); i++) {
            byte[] bytes = new byte[requests.template().size()];
            requests.put(i, bytes);
            RawHook hook = hook(bytes);
            assertThat(provider.authenticate(hook, source, Instant.now()).verdict())
                    .isEqualTo(Authenticity.Verdict.GENUINE);
            Reading.Contacts read = (Reading.Contacts) provider.read(hook, source);
            assertThat(read.contacts()).hasSize(1);
            ids.add(read.contacts().get(0).eventId());
            assertThat((double) hook.body().length)
                    .isCloseTo(kind == Kind.MAILGUN ? 20_000 : 2_000, within(kind == Kind.MAILGUN ? 1_500.0 : 300.0));
        }
        assertThat(ids).hasSize(20);
    }

    @Test
    void the_text_deflates_as_written_text_does() {
        byte[] text = SampleText.words(1, 20_000).getBytes(StandardCharsets.US_ASCII);
        java.util.zip.Deflater deflater = new java.util.zip.Deflater(java.util.zip.Deflater.BEST_SPEED, true);
        deflater.setInput(text);
        deflater.finish();
        int size = deflater.deflate(new byte[text.length]);
        deflater.end();
        assertThat((double) text.length / size).isBetween(2.0, 4.0);
    }

    @Test
    void series_are_compared_slice_by_slice() {
        Figures figures = new Figures();
        for (double[] pair : new double[][] {{10, 5}, {90, 30}, {8, 8}}) {
            figures.add("a", Map.of("rate", pair[0]));
            figures.add("b", Map.of("rate", pair[1]));
        }
        assertThat(figures.spread("a", "rate")).isEqualTo(new Spread(10, 8, 90));
        assertThat(figures.ratio("a", "b", "rate")).isEqualTo(new Spread(2, 1, 3));
        assertThat(figures.difference("a", "b", "rate")).isEqualTo(new Spread(5, 0, 60));
        assertThat(figures.ratio("a", "none", "rate").known()).isFalse();
    }

    /** A request as the service would see it. */
    private static RawHook hook(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, List<String>> headers = new HashMap<>();
        for (String line : Arrays.copyOfRange(lines, 1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    List.of(line.substring(colon + 1).strip()));
        }
        byte[] body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
        assertThat(headers.get("content-length")).containsExactly(String.valueOf(body.length));
        return new RawHook("POST", lines[0].split(" ", -1)[1], headers, body, Instant.now());
    }
}
