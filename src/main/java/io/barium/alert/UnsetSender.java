package io.barium.alert;

import io.barium.outbox.Dispatch;
import io.barium.outbox.Sender;
import io.vertx.core.Future;

/** Keeps what waits for a channel that is not set, and says so. */
record UnsetSender(String channel) implements Sender {
    @Override
    public Future<Outcome> send(Dispatch dispatch) {
        return Future.succeededFuture(Outcome.refused(
                "alerts." + channel + " is not set: set it, or the alerts that wait for it are given up"));
    }
}
