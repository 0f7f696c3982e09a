package io.barium.plant;

import io.barium.plant.Registry.Planted;
import io.barium.plant.Registry.Stand;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes planted rows back, so that values roll: a leak can only have what stood when it was taken, and the shorter each
 * value stands, the better its contacts tell when that was. Values that were taken back stay watched.
 *
 * <p>First the registry notes that a row is being taken back, then the support system loses it, then the registry notes
 * that it is gone. {@code retired_at} is thus a time at which the row surely was gone, however the process died: what a
 * later snapshot cannot have. The other way round, a snapshot that still had the row would contradict the note.
 */
final class Retirement {
    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    /** Sums of thirds and the like must not fall short of a whole number. */
    private static final double ROUNDING = 1e-6;

    private final Registry registry;
    private final SupportSystem support;
    private final Clock clock;

    Retirement(Registry registry, SupportSystem support, Clock clock) {
        this.registry = registry;
        this.support = support;
        this.clock = clock;
    }

    /** Rows whose turn it is, oldest first; none without a setting. */
    Future<List<Planted>> due(@Nullable Duration rollAfter) {
        return rollAfter == null
                ? Future.succeededFuture(List.of())
                : registry.stand().map(stand -> due(stand, rollAfter, clock.instant()));
    }

    /**
     * All that have stood long enough, and as many more as keep a steady pace (each row's share of its time that has
     * passed since the last retirement): rows that were planted on one day do not go on one day, because values that
     * change together tell no more than one value.
     */
    static List<Planted> due(Stand stand, Duration rollAfter, Instant now) {
        Instant rested = stand.rested();
        if (rested == null) {
            return List.of();
        }
        double share = 0;
        int old = 0;
        for (Planted row : stand.rows()) {
            Instant since = row.at().isAfter(rested) ? row.at() : rested;
            share += Math.max(0, (double) Duration.between(since, now).toSeconds() / rollAfter.toSeconds());
            old += row.at().plus(rollAfter).isAfter(now) ? 0 : 1;
        }
        int steady = (int) Math.min(stand.rows().size(), Math.floor(share + ROUNDING));
        return List.copyOf(stand.rows().subList(0, Math.max(old, steady)));
    }

    /** Takes rows back. */
    Future<Void> retire(List<Planted> plantings) {
        if (plantings.isEmpty()) {
            return Future.succeededFuture();
        }
        return registry.retire(plantings, clock.instant()).compose(noted -> end(plantings));
    }

    /**
     * Brings to an end what was begun.
     *
     * @return how many there were
     */
    Future<Integer> resume() {
        return registry.retiring()
                .compose(open ->
                        open.isEmpty() ? Future.succeededFuture(0) : end(open).map(open.size()));
    }

    private Future<Void> end(List<Planted> plantings) {
        return support.remove(plantings.stream().map(Planted::rowKey).toList())
                .recover(failed -> Future.failedFuture(new IllegalStateException(
                        "support.rollAfter: rows could not be taken out of the support system: " + failed.getMessage(),
                        failed)))
                .compose(gone -> registry.retired(plantings, clock.instant()))
                .onSuccess(done -> log.info("retired={}", plantings.size()));
    }
}
