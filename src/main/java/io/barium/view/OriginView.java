package io.barium.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A way by which planted rows were reached.
 *
 * @param id order of becoming known
 * @param key such as {@code queue:billing}; an agent's is a pseudonym
 * @param kind AGENT, QUEUE, EXPORT or INTEGRATION
 * @param label what people call it; for an agent the pseudonym
 * @param exposures accesses to planted rows
 * @param plantings planted rows that were accessed
 * @param firstAt first access; {@code null} without any
 * @param lastAt last access; {@code null} without any
 */
public record OriginView(
        long id,
        String key,
        String kind,
        String label,
        long exposures,
        long plantings,
        @Nullable Instant firstAt,
        @Nullable Instant lastAt) {}
