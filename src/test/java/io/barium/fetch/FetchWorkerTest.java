package io.barium.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Journalled;
import io.barium.TestClock;
import io.barium.config.Secret;
import io.barium.config.Settings.Source;
import io.barium.config.SourceOptions;
import io.barium.config.SourceOptions.Answering;
import io.barium.config.SourceOptions.Mode;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.Entry;
import io.barium.intake.JournalWriter;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Quotes;
import io.barium.model.StirShaken;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchWorkerTest {
    private static final String HOST = "api.twilio.com";
    private static final String URL = "https://" + HOST + "/Recordings/RE1.wav";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final PostgresAddress database = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, database, 4);
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
    private final AtomicInteger requests = new AtomicInteger();
    private Elsewhere elsewhere;
    private FetchWorker worker;

    @BeforeEach
    void open() {
        elsewhere = new Elsewhere(vertx, directory, HOST);
        worker = worker(new Source(
                "phone",
                "twilio",
                List.of(new Secret("token")),
                null,
                null,
                null,
                "US",
                new SourceOptions(null, List.of(), null, new Answering(Mode.RECORD, "x"))));
    }

    private FetchWorker worker(Source... sources) {
        return new FetchWorker(vertx, pool, new Fetcher(vertx, elsewhere, clock), journal, List.of(sources), clock);
    }

    @AfterEach
    void close() {
        elsewhere.close();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void what_a_journalled_request_points_to_is_journalled_as_an_addition_to_its_contact() {
        recordingServed();
        pointing("phone");
        assertThat(worker.work().await()).isEqualTo(2);
        List<Journalled> rows = Journalled.rows(database);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).eventId()).isEqualTo("RE1:completed:audio");
        assertThat(rows.get(1).contact(Call.class).callId()).isEqualTo("CA1");
        assertThat(rows.get(1).raw()).isEqualTo(new byte[] {'R', 'I', 'F', 'F'});
        assertThat(rows.get(1).transport().getString("fetched")).isEqualTo(URL);
        assertThat(column("select distinct thread from journal")).containsExactly("CA1");
        assertThat(worker.work().await()).isZero();
        assertThat(requests).hasValue(1);
    }

    @Test
    void what_cannot_be_fetched_is_tried_again_later_and_later_and_given_up_after_three_days() {
        elsewhere.serve(HOST, r -> {
            requests.incrementAndGet();
            r.response().setStatusCode(404).end();
        });
        pointing("phone");
        worker.work().await();
        assertThat(task().getString("last_error")).isEqualTo(HOST + " answered 404");
        assertThat(worker.work().await()).isZero();
        clock.advance(Duration.ofSeconds(31));
        assertThat(worker.work().await()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(31));
        assertThat(worker.work().await()).isZero();
        clock.advance(Duration.ofDays(3));
        worker.work().await();
        assertThat(task().getString("state")).isEqualTo("GIVEN_UP");
        clock.advance(Duration.ofDays(30));
        assertThat(worker.work().await()).isZero();
        assertThat(requests).hasValue(3);
        assertThat(Journalled.rows(database)).hasSize(1);
    }

    @Test
    void it_comes_in_when_it_is_there() {
        pointing("phone");
        elsewhere.serve(HOST, r -> r.response().setStatusCode(404).end());
        worker.work().await();
        recordingServed();
        clock.advance(Duration.ofSeconds(31));
        worker.work().await();
        assertThat(Journalled.rows(database)).hasSize(2);
        assertThat(task().getString("state")).isEqualTo("DONE");
    }

    @Test
    void a_page_that_says_why_there_is_no_recording_is_none() {
        elsewhere.serve(
                HOST, r -> r.response().putHeader("content-type", "text/html").end("<html>"));
        pointing("phone");
        worker.work().await();
        assertThat(task().getString("last_error")).startsWith("Content-Type: expected audio");
    }

    @Test
    void a_worker_that_died_after_journalling_costs_a_second_fetch_and_no_second_contact() {
        recordingServed();
        pointing("phone");
        worker.work().await();
        pool.query("update content_fetch set state = 'WAITING', due_at = first_at")
                .execute()
                .await();
        worker.work().await();
        assertThat(requests).hasValue(2);
        assertThat(Journalled.rows(database)).hasSize(2);
    }

    @Test
    void a_source_that_is_not_configured_here_is_named() {
        pointing("other");
        worker.work().await();
        assertThat(task().getString("last_error")).isEqualTo("sources[id=other] is not configured here");
    }

    @Test
    void a_text_that_looks_like_a_fetch_is_none() {
        journal.append(Entry.of(
                        "phone",
                        "twilio",
                        clock.instant(),
                        recording(),
                        Map.of("headers", Map.of("x", List.of("\"fetch\":[{\"kind\":\"a\",\"url\":\"b\"}]"))),
                        new byte[1]))
                .await();
        assertThat(worker.work().await()).isZero();
    }

    @Test
    void a_header_that_is_called_so_holds_up_nobody() {
        journal.append(Entry.of(
                        "phone",
                        "twilio",
                        clock.instant(),
                        call("CA0"),
                        Map.of("headers", Map.of("fetch", List.of("x"))),
                        new byte[1]))
                .await();
        recordingServed();
        pointing("phone");
        worker.work().await();
        assertThat(requests).hasValue(1);
        assertThat(task().getString("state")).isEqualTo("DONE");
    }

    private static Call call(String id) {
        return new Call(
                id + ":ringing",
                null,
                id,
                CallStage.INCOMING,
                null,
                null,
                null,
                null,
                StirShaken.UNKNOWN,
                "ringing",
                null,
                null,
                "",
                Quotes.NONE);
    }

    private void recordingServed() {
        elsewhere.serve(HOST, r -> {
            requests.incrementAndGet();
            r.response().putHeader("content-type", "audio/x-wav").end("RIFF");
        });
    }

    private void pointing(String source) {
        Map<String, Object> fetch = Map.of(
                "kind",
                "recording",
                "url",
                URL,
                "context",
                Map.of("event", "RE1:completed", "call", "CA1", "account", "AC1"));
        journal.append(Entry.of(
                        source,
                        "twilio",
                        clock.instant(),
                        recording(),
                        Map.of("method", "POST", "fetch", List.of(fetch)),
                        new byte[] {1}))
                .await();
    }

    private static Call recording() {
        return new Call(
                "RE1:completed",
                null,
                "CA1",
                CallStage.RECORDING,
                null,
                null,
                null,
                null,
                StirShaken.UNKNOWN,
                "completed",
                12,
                "https://" + HOST + "/Recordings/RE1",
                "",
                Quotes.NONE);
    }

    private Row task() {
        return pool.query("select * from content_fetch")
                .execute()
                .await()
                .iterator()
                .next();
    }

    private List<String> column(String sql) {
        List<String> out = new java.util.ArrayList<>();
        pool.query(sql).execute().await().forEach(r -> out.add(r.getString(0)));
        return out;
    }
}
