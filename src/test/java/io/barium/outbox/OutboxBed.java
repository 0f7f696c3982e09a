package io.barium.outbox;

import io.barium.TestClock;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.loop.BackOff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An outbox on a database and a clock of its own, with senders that do as told. */
abstract class OutboxBed {
    static final Duration GIVE_UP = Duration.ofHours(2);
    static final String ANOTHER_PROCESS = "another process";

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Alarm alarm = new Alarm();
    PostgresAddress database;
    Pool pool;
    Outbox outbox;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        pool = Pools.open(vertx, database, 8);
        outbox = new Outbox(pool);
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    OutboxWorkers workers(Sender sender) {
        return workers(sender, outbox, Policy.ATTEMPT_LIMIT);
    }

    OutboxWorkers workers(Sender sender, Outbox table, Duration attemptLimit) {
        return new OutboxWorkers(
                vertx,
                table,
                List.of(sender),
                new BackOff(new Random(1)),
                new Policy(attemptLimit, Duration.ofMinutes(10), GIVE_UP),
                clock,
                meters,
                alarm);
    }

    /** A process of its own on the same database. */
    Pool anotherProcess() {
        PgConnectOptions named = database.options();
        named.addProperty("application_name", ANOTHER_PROCESS);
        return PgBuilder.pool().connectingTo(named).using(vertx).build();
    }

    /** Notes what it is told. */
    static final class Alarm implements ChannelAlarm {
        final List<String> broken = Collections.synchronizedList(new ArrayList<>());
        final List<String> gaveUp = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger wells = new AtomicInteger();
        final AtomicInteger gaveUpLongAgo = new AtomicInteger();

        @Override
        public void broken(String channel, String text) {
            broken.add(text);
        }

        @Override
        public void limping(String channel, String text) {}

        @Override
        public void well(String channel) {
            wells.incrementAndGet();
        }

        @Override
        public void gaveUp(String channel, String text) {
            gaveUp.add(text);
        }

        @Override
        public void gaveUpLongAgo(String channel) {
            gaveUpLongAgo.incrementAndGet();
        }
    }

    /** Adds it as due, leased to nobody. */
    void add(Message message) {
        Outbox.add(pool, List.of(message), clock.instant()).await();
        pool.query("update outbox set leased_until = null, attempts = 0 where attempts = 1 and last_error is null")
                .execute()
                .await();
    }

    static Message message(int n) {
        JsonObject payload = new JsonObject()
                .put("subject", "[Barium] subject " + n + " \u2013 \u00fc")
                .put("text", "text")
                .put("html", "<p>html</p>");
        return Message.about("case:1", n, "mail", payload);
    }

    String state(Message message) {
        return row(message).getString("state");
    }

    Row row(Message message) {
        return pool.preparedQuery("select * from outbox where id = $1")
                .execute(io.vertx.sqlclient.Tuple.of(message.id()))
                .await()
                .iterator()
                .next();
    }

    /** Ends each attempt as told; the last outcome repeats; without any it hangs. */
    static final class Scripted implements Sender {
        final Deque<Outcome> outcomes;
        final List<String> sent = Collections.synchronizedList(new ArrayList<>());

        Scripted(Outcome... outcomes) {
            this.outcomes = new ArrayDeque<>(List.of(outcomes));
        }

        @Override
        public String channel() {
            return "mail";
        }

        @Override
        public synchronized Future<Outcome> send(Dispatch dispatch) {
            sent.add(dispatch.message().id().toString());
            if (outcomes.isEmpty()) {
                return Promise.<Outcome>promise().future();
            }
            return Future.succeededFuture(outcomes.size() > 1 ? outcomes.remove() : outcomes.peek());
        }
    }
}
