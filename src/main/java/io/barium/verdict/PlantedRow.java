package io.barium.verdict;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A persona's row in a support system.
 *
 * @param id of the planting
 * @param plantedAt when it was there
 * @param retiredAt when it was there no more; {@code null} while it stands
 * @param segments what the row is part of, such as {@code queue} and {@code billing}
 */
public record PlantedRow(
        long id, Instant plantedAt, @Nullable Instant retiredAt, Map<String, String> segments) {}
