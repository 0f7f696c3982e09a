package io.barium;

import java.util.concurrent.CountDownLatch;

/** Keeps a command running until the process is asked to end, then closes the service before it does. */
final class Stopping {
    private final CountDownLatch closed = new CountDownLatch(1);

    private Stopping() {}

    /** From now on the service is closed when the process is told to end (Ctrl-C, SIGTERM). */
    static Stopping of(App app) {
        Stopping stopping = new Stopping();
        Thread hook = new Thread(
                () -> {
                    app.close();
                    stopping.closed.countDown();
                },
                "barium-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return stopping;
    }

    /** Returns when the service is closed. */
    void await() throws InterruptedException {
        closed.await();
    }
}
