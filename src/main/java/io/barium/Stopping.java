package io.barium;

import java.util.concurrent.CountDownLatch;

/** Keeps a command running until the process is asked to end, then closes the service before it does. */
final class Stopping {
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean asked;

    private Stopping() {}

    /** From now on the service is closed when the process is told to end (Ctrl-C, SIGTERM). */
    static Stopping of(App app) {
        Stopping stopping = new Stopping();
        Thread hook = new Thread(
                () -> {
                    stopping.asked = true;
                    app.close();
                    stopping.closed.countDown();
                },
                "barium-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return stopping;
    }

    /** Whether the process is ending; what fails from then on fails for that. */
    boolean asked() {
        return asked;
    }

    /** Returns when the service is closed. */
    void await() throws InterruptedException {
        closed.await();
    }
}
