package io.barium.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Work that is done round by round until one says that there is no more. However many there are, each begins on the
 * stack of the one before and not within its future: thousands of futures, each inside of the next, would end all at
 * once, and overflow the stack.
 */
public final class Rounds {
    /**
     * What a round did.
     *
     * @param done pieces, for the sum
     * @param more whether there may be more to do
     */
    public record Round(int done, boolean more) {}

    private final Supplier<Future<Round>> work;
    private final Promise<Integer> ended = Promise.promise();
    private int sum;

    private Rounds(Supplier<Future<Round>> work) {
        this.work = work;
    }

    /**
     * Does one round after the other.
     *
     * @param work a round; one that fails is the last
     * @return what all of them did
     */
    public static Future<Integer> of(Supplier<Future<Round>> work) {
        Rounds rounds = new Rounds(work);
        rounds.next();
        return rounds.ended.future();
    }

    private void next() {
        Future<Round> round = begin();
        while (round.succeeded() && round.result().more()) {
            sum += round.result().done();
            round = begin();
        }
        round.onComplete(done -> {
            if (done.failed()) {
                ended.fail(done.cause());
            } else {
                sum += done.result().done();
                if (done.result().more()) {
                    next();
                } else {
                    ended.complete(sum);
                }
            }
        });
    }

    private Future<Round> begin() {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
