package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the writer makes batches of what arrives, on a single event loop so that a test can tell what it has done. */
class BatchesTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool others = Pools.open(vertx, address, 2);
    private final Pool pool = Pools.forJournal(vertx, address);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final JournalWriter journal = new JournalWriter(vertx, pool, null, null, null, () -> {}, meters);

    @AfterEach
    void close() {
        pool.close().await();
        others.close().await();
        vertx.close().await();
    }

    @Test
    void a_second_batch_follows_an_unanswered_one_and_all_that_comes_then_is_the_third() throws Exception {
        SqlConnection holder = others.getConnection().await();
        holder.query("select pg_advisory_lock(7093856223)").execute().await();
        List<Future<Receipt>> answers = new ArrayList<>();
        answers.add(journal.append(Events.sms("a")));
        await().until(() -> count("pg_locks where locktype = 'advisory' and not granted"
                        + " and database = (select oid from pg_database where datname = current_database())")
                == 1);
        for (String id : List.of("b", "c", "d", "e")) {
            answers.add(journal.append(Events.sms(id)));
            loopHasDoneItsWork();
        }
        assertThat(answers).noneMatch(Future::isComplete);

        holder.query("select pg_advisory_unlock(7093856223)").execute().await();
        assertThat(Future.all(answers).await().<Receipt>list()).containsOnly(Receipt.STORED);
        assertThat(meters.counter("barium.journal.commits").count()).isEqualTo(3);
        assertThat(others.query("select string_agg(event_id, '' order by seq) from journal")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo("abcde");
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        holder.close().await();
    }

    @Test
    void a_row_that_came_alone_is_on_disk_with_its_insert_and_many_rows_are_brought_there_by_themselves() {
        journal.append(Events.sms("alone")).await();
        assertThat(flushes()).isZero();
        Future.all(Events.many("m", 200).stream().map(journal::append).toList()).await();
        assertThat(flushes()).isEqualTo(1);
    }

    @Test
    void a_replay_that_comes_twice_at_once_is_a_conflict_each_time_and_a_retry_beside_it_is_known() {
        journal.append(Events.sms("SM1", "genuine")).await();
        List<Future<Receipt>> answers = Stream.of("other", "other", "genuine", "third", "other", "genuine")
                .map(text -> journal.append(Events.sms("SM1", text)))
                .toList();
        Future.all(answers).await();
        assertThat(answers)
                .extracting(Future::result)
                .containsExactly(
                        Receipt.CONFLICT,
                        Receipt.CONFLICT,
                        Receipt.KNOWN,
                        Receipt.CONFLICT,
                        Receipt.CONFLICT,
                        Receipt.KNOWN);
    }

    /** Connections over which something was brought to disk last. */
    private long flushes() {
        return count("pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                + " and query like '%pg_logical_emit_message%'");
    }

    private long count(String from) {
        return others.query("select count(*) from " + from)
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private void loopHasDoneItsWork() {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(done::complete);
        done.future().await();
    }
}
