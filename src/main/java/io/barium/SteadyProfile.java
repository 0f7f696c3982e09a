package io.barium;

import io.barium.persona.CustomerRow;
import io.barium.persona.TableProfile;
import io.barium.plant.SupportSystem;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A support system whose tables look as they did at the first look. Rows that are planted get keys of chance, by which
 * samples are ordered; without this the second cohort of a played world would differ from run to run.
 */
final class SteadyProfile implements SupportSystem {
    private static final int GAPS_PER_PERSONA = 24;

    private final SupportSystem of;
    private final int personas;
    private @Nullable Future<TableProfile> first;

    /**
     * A steady view.
     *
     * @param personas that will be planted in all
     */
    SteadyProfile(SupportSystem of, int personas) {
        this.of = of;
        this.personas = personas;
    }

    @Override
    public synchronized Future<TableProfile> profile(int customers, int gaps, long seed) {
        if (first == null || first.failed()) {
            first = of.profile(customers, gaps + GAPS_PER_PERSONA * personas, seed);
        }
        return first;
    }

    @Override
    public Future<List<String>> insert(List<CustomerRow> rows) {
        return of.insert(rows);
    }

    @Override
    public Future<Map<String, String>> find(List<String> emails) {
        return of.find(emails);
    }

    @Override
    public Future<Void> remove(List<String> keys) {
        return of.remove(keys);
    }

    @Override
    public Future<Map<String, Long>> customersBySegment(List<String> planted) {
        return of.customersBySegment(planted);
    }
}
