package io.barium.outbox;

import io.barium.loop.BackOff;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The workers of this process, one a channel. Any number of processes may share the table: a lease is one process's
 * alone.
 */
public final class OutboxWorkers {
    private final Map<String, ChannelWorker> workers = new LinkedHashMap<>();

    /**
     * Workers, not yet started.
     *
     * @param senders one for each channel that messages may have been made for
     * @param alarm told when a channel is in trouble and when it is well
     */
    public OutboxWorkers(
            Vertx vertx,
            Outbox outbox,
            List<Sender> senders,
            BackOff backOff,
            Policy policy,
            Clock clock,
            MeterRegistry meters,
            ChannelAlarm alarm) {
        for (Sender sender : senders) {
            workers.put(
                    sender.channel(), new ChannelWorker(vertx, outbox, sender, backOff, policy, clock, meters, alarm));
        }
    }

    /** Begins to look for due messages. */
    public void start() {
        workers.values().forEach(ChannelWorker::start);
    }

    /**
     * Sends what {@link Outbox#add} answered, without asking the database for it. Call after the commit, from any
     * thread.
     */
    public void hand(List<Dispatch> dispatches) {
        workers.forEach((channel, worker) -> {
            List<Dispatch> its = dispatches.stream()
                    .filter(d -> d.message().channel().equals(channel))
                    .toList();
            if (!its.isEmpty()) {
                worker.hand(its);
            }
        });
    }

    /** How each channel is. */
    public List<ChannelStanding> standings() {
        return workers.values().stream().map(ChannelWorker::standing).toList();
    }

    /**
     * Sends everything that is due now on every channel, and what was handed over before.
     *
     * @return how many messages the table had for it; completes when all are settled
     */
    public Future<Integer> sendDue() {
        List<Future<Integer>> sent =
                workers.values().stream().map(ChannelWorker::sendDue).toList();
        return Future.join(sent)
                .map(all -> sent.stream().mapToInt(Future::result).sum());
    }

    /** Stops looking; completes when the messages in hand are settled. */
    public Future<Void> stop() {
        return Future.join(workers.values().stream().map(ChannelWorker::stop).toList())
                .mapEmpty();
    }
}
