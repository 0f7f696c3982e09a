package io.barium.verdict;

import io.barium.inference.Origin.Presence;
import java.time.Instant;

/** When rows could be taken. */
final class Presences {
    private Presences() {}

    /** From planting to retirement. */
    static Presence of(PlantedRow row) {
        Instant retired = row.retiredAt();
        return new Presence(Days.of(row.plantedAt()), retired == null ? Double.POSITIVE_INFINITY : Days.of(retired));
    }

    /** From the first access on, where that came later. */
    static Presence from(Presence row, Instant access) {
        return new Presence(Math.max(row.from(), Days.of(access)), row.until());
    }
}
