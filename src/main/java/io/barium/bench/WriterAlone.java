package io.barium.bench;

import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.intake.Entry;
import io.barium.intake.JournalWriter;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The journal's writer without HTTP and without casework, on a journal of its own: as many entries in flight as asked
 * for, appended from two threads.
 */
final class WriterAlone implements AutoCloseable {
    private static final int CALLERS = 2;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final JournalWriter writer;
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    /**
     * A writer.
     *
     * @param database takes the journal where it has none
     */
    WriterAlone(PostgresAddress database) {
        Migrations.run(database);
        this.pool = Pools.forJournal(vertx, database);
        this.writer = new JournalWriter(vertx, pool, () -> {});
    }

    /** Appends for so long. */
    Slice run(int inFlight, double seconds, Supplier<Entry> entries) throws IOException {
        return Lanes.run(inFlight, seconds, () -> append(entries));
    }

    /** Begins on one of the callers' threads, as requests begin on those of their connections. */
    private Future<?> append(Supplier<Entry> entries) {
        Promise<Object> done = Promise.promise();
        callers.execute(() -> writer.append(entries.get()).onComplete(receipt -> {
            if (receipt.succeeded()) {
                done.complete(receipt.result());
            } else {
                done.fail(receipt.cause());
            }
        }));
        return done.future();
    }

    /**
     * Makes entries like those that Twilio's form makes, from any thread. They are made when they are needed, because a
     * million that wait would keep the collector of this process busy, in which the writer works.
     *
     * @param source that they are of
     * @param length of the message in characters
     */
    static Supplier<Entry> entries(String source, int length) {
        byte[] raw = new TreeMap<>(SampleText.sms(length))
                .entrySet().stream()
                        .map(e -> e.getKey() + "=" + SampleText.encoded(e.getValue(), "#"))
                        .reduce((a, b) -> a + "&" + b)
                        .orElseThrow()
                        .getBytes(StandardCharsets.US_ASCII);
        String text = SampleText.words(1, length);
        Map<String, Object> headers = new TreeMap<>();
        headers.put("content-type", List.of("application/x-www-form-urlencoded; charset=UTF-8"));
        headers.put("content-length", List.of(String.valueOf(raw.length)));
        headers.put("x-twilio-signature", List.of("bm8gc2lnbmF0dXJlIGF0IGFsbA=="));
        headers.put("user-agent", List.of("bench/1.0"));
        headers.put("host", List.of("barium.example"));
        Map<String, Object> transport =
                Map.of("method", "POST", "target", "/hooks/phone", "peer", "127.0.0.1", "headers", headers);
        Instant now = Instant.now();
        return () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            HexFormat hex = HexFormat.of();
            String id = "SM" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
            Sms sms = new Sms(id, null, "+13035550100", "+12125550123", text, List.of(), Quotes.NONE);
            return Entry.of(source, "twilio", now, sms, transport, raw);
        };
    }

    @Override
    public void close() {
        writer.drained().await();
        callers.shutdown();
        pool.close().await();
        vertx.close().await();
    }
}
