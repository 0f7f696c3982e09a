package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BeginningTest {
    private static final Duration REST = Duration.ofMillis(10);

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void once_begun_while_the_database_was_away_it_is_tried_again_whatever_goes_wrong() throws Exception {
        Exception missing = new IllegalStateException(new SQLException("database \"barium\" does not exist", "3D000"));
        try (Beginning beginning = failing(List.of(away(), missing, new ConnectException("refused"), away()))) {
            beginning.begin();
            assertThat(beginning.waiting()).isNotNull();
            beginning.done().await(30, TimeUnit.SECONDS);
            assertThat(beginning.waiting()).isNull();
            assertThat(tries).hasValue(5);
        }
    }

    @Test
    void a_connection_that_breaks_at_the_first_try_means_that_the_database_is_away() throws Exception {
        // Vert.x throws what a future failed with as it is, checked or not.
        try (Beginning beginning = failing(List.of(new ConnectException("refused")))) {
            beginning.begin();
            beginning.done().await(30, TimeUnit.SECONDS);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void a_database_that_is_there_and_refuses_is_for_people_to_mend() {
        Exception refusal = new IllegalStateException(new SQLException("password authentication failed", "28P01"));
        try (Beginning beginning = failing(List.of(refusal))) {
            assertThatThrownBy(beginning::begin).isSameAs(refusal);
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void the_work_may_wait_for_futures_whenever_it_begins() throws Exception {
        try (Beginning beginning = new Beginning(
                () -> {
                    if (tries.incrementAndGet() == 1) {
                        throw away();
                    }
                    Future.succeededFuture().await();
                },
                REST)) {
            beginning.begin();
            beginning.done().await(30, TimeUnit.SECONDS);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void nothing_begins_after_it_is_closed() throws Exception {
        CountDownLatch second = new CountDownLatch(2);
        Beginning beginning = new Beginning(
                () -> {
                    tries.incrementAndGet();
                    second.countDown();
                    throw away();
                },
                REST);
        beginning.begin();
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        beginning.close();
        int before = tries.get();
        assertThat(new CountDownLatch(1).await(20 * REST.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
        assertThat(tries).hasValue(before);
        assertThat(beginning.done().isComplete()).isFalse();
    }

    private static RuntimeException away() {
        return new IllegalStateException(new SQLException("starting up", "57P03"));
    }

    /** Fails with each of these in turn, then begins. */
    private Beginning failing(List<Exception> failures) {
        Queue<Exception> left = new ArrayDeque<>(failures);
        return new Beginning(
                () -> {
                    tries.incrementAndGet();
                    Exception next = left.poll();
                    if (next != null) {
                        Future.failedFuture(next).await();
                    }
                },
                REST);
    }
}
