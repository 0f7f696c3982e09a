package io.barium.plant;

import io.barium.persona.CustomerRow;
import io.barium.persona.TableProfile;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** A support system whose caller dies at a step. */
record DyingPlanting(SupportSystem system, Step step) implements SupportSystem {
    /** Where it dies. */
    enum Step {
        BEFORE_THE_PROFILE,
        AFTER_THE_PROFILE,
        BEFORE_THE_INSERT,
        AFTER_THE_INSERT,
        BEFORE_THE_REMOVAL,
        AFTER_THE_REMOVAL
    }

    @Override
    public Future<TableProfile> profile(int customers, int gaps, long seed) {
        return at(Step.BEFORE_THE_PROFILE)
                .compose(v -> system.profile(customers, gaps, seed))
                .compose(p -> at(Step.AFTER_THE_PROFILE).map(p));
    }

    @Override
    public Future<List<String>> insert(List<CustomerRow> rows) {
        return at(Step.BEFORE_THE_INSERT)
                .compose(v -> system.insert(rows))
                .compose(keys -> at(Step.AFTER_THE_INSERT).map(keys));
    }

    @Override
    public Future<Map<String, String>> find(List<String> emails) {
        return system.find(emails);
    }

    @Override
    public Future<Void> remove(List<String> keys) {
        return at(Step.BEFORE_THE_REMOVAL)
                .compose(v -> system.remove(keys))
                .compose(gone -> at(Step.AFTER_THE_REMOVAL));
    }

    @Override
    public Future<Map<String, Long>> customersBySegment(List<String> planted) {
        return system.customersBySegment(planted);
    }

    private Future<Void> at(Step here) {
        return here == step ? Future.failedFuture(new IllegalStateException("died")) : Future.succeededFuture();
    }
}
