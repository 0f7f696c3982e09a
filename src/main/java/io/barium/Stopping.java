package io.barium;

import java.util.concurrent.CountDownLatch;

/** Keeps a command running until the process is asked to end, then closes the service before it does. */
final class Stopping {
    private Stopping() {}

    /** Returns when the process is told to end (Ctrl-C, SIGTERM) and the service is closed. */
    static void await(App app) throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    app.close();
                    closed.countDown();
                },
                "barium-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        closed.await();
    }
}
