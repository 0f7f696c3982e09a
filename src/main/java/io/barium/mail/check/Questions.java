package io.barium.mail.check;

import io.barium.mail.check.Dns.Answer;
import io.barium.mail.check.Dns.Outcome;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is asked on behalf of one mail: within its time, and so much only. For one thread, which may wait. */
final class Questions {
    /** SPF alone may ask for ten mechanisms, each of which may have ten hosts. */
    private static final int MAX_QUESTIONS = 150;

    private static final long ONE_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Dns dns;
    private final long until;
    private int asked;

    /**
     * Questions that may be asked from now on.
     *
     * @param until by {@link System#nanoTime()}
     */
    Questions(Dns dns, long until) {
        this.dns = dns;
        this.until = until;
    }

    /** The records; empty when there are none. */
    List<String> ask(Dns.Type type, String name) throws NoAnswer {
        long left = Math.min(ONE_ANSWER_NANOS, until - System.nanoTime());
        if (left <= 0 || ++asked > MAX_QUESTIONS) {
            throw new NoAnswer();
        }
        try {
            Answer answer = dns.ask(type, name).toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
            if (answer.outcome() == Outcome.FAILED) {
                throw new NoAnswer();
            }
            return answer.values();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer();
        } catch (ExecutionException | TimeoutException e) {
            throw new NoAnswer();
        }
    }
}
