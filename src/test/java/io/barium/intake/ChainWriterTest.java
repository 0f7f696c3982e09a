package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.intake.ChainWriter.Outcome;
import io.barium.model.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches that follow each other unanswered. */
class ChainWriterTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final PostgresAddress address = TestDatabase.migrated();
    private Pool pool;
    private SqlConnection connection;
    private ChainWriter writer;

    @BeforeEach
    void open() {
        pool = Pools.open(vertx, address, 2);
        connection = onContext(pool::getConnection).await();
        writer = new ChainWriter(new JournalTable(connection), null);
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void what_is_sent_behind_a_batch_with_a_known_event_is_stored_once_and_in_order() throws Exception {
        written(List.of(Events.many("a", 3)));

        List<List<Receipt>> receipts = written(List.of(
                Events.many("b", 2),
                Stream.of("c0", "a1", "c1").map(Events::sms).toList(),
                Events.many("d", 4),
                Events.many("e", 1),
                Stream.of("f0", "a2").map(Events::sms).toList(),
                Events.many("g", 2)));

        assertThat(receipts)
                .containsExactly(
                        stored(2),
                        List.of(Receipt.STORED, Receipt.KNOWN, Receipt.STORED),
                        stored(4),
                        stored(1),
                        List.of(Receipt.STORED, Receipt.KNOWN),
                        stored(2));
        assertThat(inOrder())
                .containsExactly(
                        "a0", "a1", "a2", "b0", "b1", "c0", "c1", "d0", "d1", "d2", "d3", "e0", "f0", "g0", "g1");
        assertWhole();
    }

    @Test
    void the_same_event_in_batches_that_follow_each_other_is_one_contact() throws Exception {
        assertThat(written(List.of(
                        Events.many("a", 3), Events.many("a", 3), List.of(Events.sms("b"), Events.sms("a2", "other")))))
                .containsExactly(
                        stored(3),
                        List.of(Receipt.KNOWN, Receipt.KNOWN, Receipt.KNOWN),
                        List.of(Receipt.STORED, Receipt.CONFLICT));
        assertThat(inOrder()).containsExactly("a0", "a1", "a2", "b");
        assertWhole();
    }

    @Test
    void what_is_sent_behind_a_row_that_the_database_refuses_is_stored() throws Exception {
        List<Future<List<Outcome>>> sent = send(Stream.of(
                List.of(refused()),
                Events.many("a", 2),
                List.of(refused()),
                Events.many("b", 2),
                List.of(Events.sms("c"))));

        assertThat(sent.get(0).await().get(0).refused()).hasMessageContaining("22021");
        assertThat(sent.get(2).await().get(0).refused()).isNotNull();
        for (int i : new int[] {1, 3, 4}) {
            assertThat(sent.get(i).await()).extracting(Outcome::receipt).containsOnly(Receipt.STORED);
        }
        assertThat(inOrder()).containsExactly("a0", "a1", "b0", "b1", "c");
        assertWhole();
    }

    /** Whatever is known or refused, and wherever. */
    @Test
    void any_mixture_is_stored_once_in_order_and_in_one_chain() throws Exception {
        Random random = new Random(3);
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            List<List<Entry>> batches = new ArrayList<>();
            for (int b = 0; b < 6; b++) {
                List<Entry> batch = new ArrayList<>();
                for (int i = 0; i < 1 + random.nextInt(5); i++) {
                    String id = round + "-" + b + "-" + i;
                    int kind = random.nextInt(8);
                    if (kind == 0 && !expected.isEmpty()) {
                        String known = expected.get(random.nextInt(expected.size()));
                        if (batch.stream().noneMatch(e -> e.eventId().equals(known))) {
                            batch.add(Events.sms(known));
                        }
                    } else if (kind == 1) {
                        batch.add(refused());
                    } else {
                        batch.add(Events.sms(id));
                        expected.add(id);
                    }
                }
                batches.add(batch);
            }
            for (Future<List<Outcome>> sent : send(batches.stream())) {
                sent.await();
            }
        }
        assertThat(inOrder()).containsExactlyElementsOf(expected);
        assertWhole();
    }

    @Test
    void rows_are_inserted_only_where_the_session_knows_the_chain_to_end() {
        JournalTable table = new JournalTable(connection);
        UUID chain = UUID.randomUUID();
        table.open(chain).await();
        List<Prepared> row = List.of(Prepared.of(Events.sms("a")));
        List<byte[]> hash = List.of(new byte[32]);
        assertThat(table.insert(chain, 1, row, hash, false).await()).isFalse();
        assertThat(table.insert(UUID.randomUUID(), 0, row, hash, true).await()).isFalse();
        assertThat(inOrder()).isEmpty();
        assertThat(table.insert(chain, 0, row, hash, true).await()).isTrue();
        assertThat(table.insert(chain, 0, List.of(Prepared.of(Events.sms("b"))), hash, true)
                        .await())
                .isFalse();
        assertThat(inOrder()).containsExactly("a");
    }

    @Test
    void a_pooler_that_shares_sessions_is_named_as_the_reason_and_nothing_is_stored_twice() throws Exception {
        written(List.of(Events.many("a", 2)));
        connection.query("reset all").execute().await();
        assertThatThrownBy(() -> written(List.of(Events.many("b", 2))))
                .hasMessageContaining("database.url")
                .hasMessageContaining("pooler");
        assertThat(inOrder()).containsExactly("a0", "a1");
    }

    /** A text that JSON can have and PostgreSQL cannot, in a row that could not be read to begin with. */
    private static Entry refused() {
        return Entry.unreadable(
                "li\0ne",
                "twilio",
                UUID.randomUUID().toString(),
                Channel.SMS,
                Instant.EPOCH,
                "why",
                Map.of("method", "POST"),
                new byte[] {1});
    }

    private List<List<Receipt>> written(List<List<Entry>> batches) {
        return send(batches.stream()).stream()
                .map(sent -> sent.await().stream().map(Outcome::receipt).toList())
                .toList();
    }

    /** All at once. */
    private List<Future<List<Outcome>>> send(Stream<List<Entry>> batches) {
        List<List<Prepared>> prepared =
                batches.map(b -> b.stream().map(Prepared::of).toList()).toList();
        return onContext(() -> Future.succeededFuture(prepared.stream()
                        .map(b -> writer.write(b, b.size() == 1))
                        .toList()))
                .await();
    }

    private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> work) {
        return Future.future(done -> context.runOnContext(v -> work.get().onComplete(done)));
    }

    private static List<Receipt> stored(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> Receipt.STORED).toList();
    }

    private List<String> inOrder() {
        List<String> ids = new ArrayList<>();
        for (Row r : pool.query("select event_id from journal order by seq")
                .execute()
                .await()) {
            ids.add(r.getString(0));
        }
        return ids;
    }

    private void assertWhole() throws Exception {
        ChainVerifier.Report report = ChainVerifier.verify(address);
        assertThat(report.faults()).isEmpty();
        assertThat(report.chains()).isEqualTo(1);
    }
}
