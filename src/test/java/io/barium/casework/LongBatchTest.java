package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.alert.AlertTexts;
import io.barium.alert.Channels;
import io.barium.outbox.Dispatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LongBatchTest extends CaseworkBed {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** Whoever asks it beside the event loop, which is a verdict in the making, waits until it may go on. */
    private final class Holding extends Clock {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);

        @Override
        public Instant instant() {
            if (Context.isOnWorkerThread()) {
                asked.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void a_batch_that_takes_longer_than_the_worker_waits_for_a_lost_one_is_handed_over_and_counted() throws Exception {
        Holding holding = new Holding();
        List<Dispatch> told = new CopyOnWriteArrayList<>();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CaseWorker led = new CaseWorker(
                        vertx,
                        pool,
                        leadership(),
                        fresh,
                        List.of("acme.example"),
                        replay(),
                        new AlertTexts("https://barium.example.com", List.of(Channels.MAIL)),
                        Duration.ofMinutes(15),
                        holding,
                        told::addAll,
                        meters)
                .patience(PATIENCE);
        journal.append(entry(sms("SM1", JANES_LINE, "hello"))).await();
        led.start();
        holding.asked.await();
        vertx.timer(10 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS).await();
        holding.go.countDown();
        await().until(() -> one("select count(*) from outbox").getLong(0) == 1);
        await().untilAsserted(() -> assertThat(told).hasSize(1));
        assertThat(meters.counter("barium.contacts", "standing", "CREDIBLE").count())
                .isEqualTo(1);
        assertThat(verdicts()).hasSize(1);
        assertThat(led.leading()).isTrue();
        led.stop().await();
    }
}
