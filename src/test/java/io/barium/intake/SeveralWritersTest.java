package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writers of several processes on one database. */
class SeveralWritersTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 8);
    private final List<JournalWriter> writers = Stream.generate(() -> new JournalWriter(vertx, pool, () -> {}))
            .limit(3)
            .toList();

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void an_event_that_comes_to_all_of_them_at_once_is_one_contact() throws Exception {
        List<Future<Receipt>> answers = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            for (JournalWriter writer : writers) {
                answers.add(writer.append(Events.sms("SM" + i)));
            }
        }
        Future.all(answers).await();
        assertThat(answers.stream().filter(a -> a.result() == Receipt.STORED)).hasSize(600);
        assertThat(answers.stream().filter(a -> a.result() == Receipt.KNOWN)).hasSize(1_200);
        ChainVerifier.Report report = ChainVerifier.verify(address);
        assertThat(report.rows()).isEqualTo(600);
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void a_reader_that_follows_the_sequence_misses_nothing_that_is_committed_later() {
        List<Long> followed = new ArrayList<>();
        List<Future<Receipt>> answers = new ArrayList<>();
        IntStream.range(0, 1_500).forEach(i -> answers.add(writers.get(i % 3).append(Events.sms("SM" + i))));
        Future<?> all = Future.all(answers);
        SqlConnection reader = pool.getConnection().await();
        long cursor = 0;
        boolean committed = false;
        while (!committed) {
            committed = all.isComplete();
            for (var row : reader.query("select seq from journal where seq > " + cursor + " order by seq")
                    .execute()
                    .await()) {
                cursor = row.getLong("seq");
                followed.add(cursor);
            }
        }
        assertThat(followed)
                .as("all were committed before the last look")
                .hasSize(1_500)
                .doesNotHaveDuplicates();
        reader.close().await();
    }
}
