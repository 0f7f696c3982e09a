package io.barium.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.loop.Rounds.Round;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final int MANY = 200_000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_backlog_of_any_length_ends_whether_its_rounds_wait_or_not() throws Exception {
        assertThat(sum(this::atOnce)).isEqualTo(3 * MANY);
        begun.set(0);
        assertThat(sum(this::later)).isEqualTo(3 * MANY);
        begun.set(0);
        assertThat(sum(() -> begun.get() % 3 == 0 ? later() : atOnce())).isEqualTo(3 * MANY);
    }

    @Test
    void a_round_that_fails_or_throws_is_the_last() {
        assertThatThrownBy(() -> sum(() -> begun.get() == 2 ? Future.failedFuture("the third") : later()))
                .hasMessageContaining("the third");
        assertThat(begun).hasValue(2);
        assertThatThrownBy(() -> sum(() -> {
                    throw new IllegalStateException("at once");
                }))
                .hasMessageContaining("at once");
    }

    private int sum(Supplier<Future<Round>> work) throws Exception {
        return Rounds.of(work).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private Round round() {
        return new Round(3, begun.incrementAndGet() < MANY);
    }

    private Future<Round> atOnce() {
        return Future.succeededFuture(round());
    }

    private Future<Round> later() {
        Promise<Round> answer = Promise.promise();
        vertx.runOnContext(v -> answer.complete(round()));
        return answer.future();
    }
}
