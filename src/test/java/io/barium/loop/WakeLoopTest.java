package io.barium.loop;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class WakeLoopTest {

    @Test
    void a_piece_that_throws_is_tried_again_like_one_that_fails() throws Exception {
        Vertx vertx = Vertx.vertx();
        CountDownLatch pieces = new CountDownLatch(3);
        WakeLoop loop = new WakeLoop(vertx, "throwing", () -> {
            pieces.countDown();
            if (pieces.getCount() == 2) {
                throw new IllegalStateException("at the first time");
            }
            return pieces.getCount() == 1 ? Future.failedFuture("at the second time") : Future.succeededFuture(0);
        });
        try {
            loop.start();
            Assertions.assertThat(pieces.await(30, TimeUnit.SECONDS)).isTrue();
            loop.stop().await(30, TimeUnit.SECONDS);
        } finally {
            vertx.close().await();
        }
    }
}
