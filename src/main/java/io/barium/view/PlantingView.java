package io.barium.view;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persona's row in a support system.
 *
 * @param id number of the planting
 * @param personaId number of the persona
 * @param locale of the persona
 * @param givenName of the persona
 * @param familyName of the persona
 * @param system name of the support system
 * @param state INTENDED, DONE or RETIRED
 * @param rowKey key of the row there; {@code null} while it is only intended
 * @param segments queue, region, product and so on, by name
 * @param tokenIds tokens that the persona carries
 * @param intendedAt when planting was decided
 * @param plantedAt when it was done
 * @param retiredAt when it was taken back
 */
public record PlantingView(
        long id,
        long personaId,
        String locale,
        String givenName,
        String familyName,
        String system,
        String state,
        @Nullable String rowKey,
        JsonObject segments,
        List<Long> tokenIds,
        Instant intendedAt,
        @Nullable Instant plantedAt,
        @Nullable Instant retiredAt) {}
