package io.barium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements that get no answer wait for a lock that the test holds. */
class RenewablePoolTest {
    private static final int SIZE = 2;
    private static final String NO_ANSWER = "select pg_advisory_xact_lock(7)";

    private final Vertx vertx = Vertx.vertx();
    private Pool others;
    private SqlConnection holder;
    private RenewablePool pool;

    @BeforeEach
    void open() {
        PostgresAddress database = TestDatabase.migrated();
        others = Pools.open(vertx, database, 2);
        holder = others.getConnection().await();
        holder.query("select pg_advisory_lock(7)").execute().await();
        pool = Pools.renewable(vertx, database, SIZE);
    }

    @AfterEach
    void close() {
        holder.query("select pg_advisory_unlock(7)").execute().await();
        holder.close().await();
        pool.close().await();
        others.close().await();
        vertx.close().await();
    }

    @Test
    void who_waits_for_an_answer_is_told_that_there_is_none_and_the_next_one_gets_his() {
        Future<?> plain = pool.query(NO_ANSWER).execute();
        Future<?> prepared =
                pool.preparedQuery("select pg_advisory_xact_lock($1)").execute(Tuple.of(7L));
        awaitAsked(2);
        Future<?> queued = pool.query("select 1").execute();

        pool.renew();

        for (Future<?> left : List.of(plain, prepared, queued)) {
            assertThatThrownBy(left::await).hasMessageContaining("database.url");
        }
        assertThat(one(pool)).isEqualTo(1);
    }

    @Test
    void a_pool_is_left_as_often_as_its_server_falls_silent() {
        for (int silence = 1; silence <= 3; silence++) {
            Future<?> unanswered = pool.query(NO_ANSWER).execute();
            awaitAsked(silence);
            pool.renew();
            assertThatThrownBy(unanswered::await).hasMessageContaining("database.url");
            assertThat(one(pool)).isEqualTo(1);
        }
    }

    @Test
    void a_transaction_that_gets_no_answer_fails_whole() {
        Future<?> transaction = pool.withTransaction(tx -> tx.query("create table begun (n int)")
                .execute()
                .compose(made -> tx.query(NO_ANSWER).execute()));
        Future<?> work = pool.withConnection(c -> c.query(NO_ANSWER).execute());
        awaitAsked(2);

        pool.renew();

        assertThatThrownBy(transaction::await).hasMessageContaining("database.url");
        assertThatThrownBy(work::await).hasMessageContaining("database.url");
        assertThat(pool.withTransaction(tx -> Future.succeededFuture(5)).await())
                .isEqualTo(5);
    }

    @Test
    void who_asks_hears_the_answer_and_that_there_is_none_on_his_own_context() {
        Promise<String> answered = Promise.promise();
        Promise<String> unanswered = Promise.promise();
        vertx.getOrCreateContext().runOnContext(v -> {
            Thread own = Thread.currentThread();
            pool.query("select 1")
                    .execute()
                    .onComplete(a -> answered.complete(Thread.currentThread() == own ? "own" : "another"));
            pool.query(NO_ANSWER)
                    .execute()
                    .onComplete(a -> unanswered.complete(Thread.currentThread() == own ? "own" : "another"));
        });
        assertThat(answered.future().await()).isEqualTo("own");
        awaitAsked(1);
        pool.renew();
        assertThat(unanswered.future().await()).isEqualTo("own");
    }

    @Test
    void a_question_that_cannot_be_asked_fails_and_the_others_are_answered() {
        assertThatThrownBy(() -> pool.withConnection(c -> {
                            throw new IllegalStateException("of the work");
                        })
                        .await())
                .hasMessage("of the work");
        List<Integer> doubled = pool
                .preparedQuery("select $1 * n as n from generate_series(1, 3) as n")
                .mapping(r -> r.getInteger("n"))
                .execute(Tuple.of(2))
                .await()
                .stream()
                .collect(Collectors.toList());
        assertThat(doubled).containsExactly(2, 4, 6);
        pool.preparedQuery("create table kept as select $1::int as n")
                .execute(Tuple.of(1))
                .await();
        pool.preparedQuery("insert into kept values ($1)")
                .executeBatch(List.of(Tuple.of(2), Tuple.of(3)))
                .await();
        assertThat(pool.query("select n from kept order by n")
                        .collecting(Collectors.mapping(r -> r.getInteger("n"), Collectors.toList()))
                        .execute()
                        .await()
                        .value())
                .containsExactly(1, 2, 3);
    }

    private void awaitAsked(int statements) {
        await().until(() -> others.query("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                                + " and database = (select oid from pg_database where datname = current_database())")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getInteger(0)
                == statements);
    }

    private static int one(SqlClient client) {
        return client.query("select 1").execute().await().iterator().next().getInteger(0);
    }
}
