package io.barium.api;

import io.barium.access.ApiKeys;
import io.barium.config.Secret;
import io.barium.config.Settings;
import io.barium.exposure.Naming;
import io.barium.exposure.Pseudonyms;
import io.barium.exposure.Recorder;
import io.barium.exposure.Unlocks;
import io.barium.view.ReportFacts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Operations on exposures as the service has them, with people of the tests. */
final class Exposing {
    private static final List<String> PEOPLE = List.of("anna", "bert");

    private Exposing() {}

    /** The whole API, with one key. */
    static ApiRoutes routes(Pool pool, String key, Clock clock) {
        return routes(pool, key, clock, Naming.never());
    }

    static ApiRoutes routes(Pool pool, String key, Clock clock, Naming naming) {
        ReportFacts reports = new ReportFacts(
                pool, verdict -> Future.succeededFuture(verdict.strength().logE()));
        return new ApiRoutes(
                pool, new ApiKeys(pool, new Secret(key), clock), over(pool, clock, naming), reports, clock);
    }

    private static ExposureOperations over(Pool pool, Clock clock, Naming naming) {
        Pseudonyms pseudonyms = new Pseudonyms(new Secret("a secret of the tests, long enough"));
        Settings.Exposures settings = new Settings.Exposures(null, List.of(), Duration.ofMinutes(5), PEOPLE);
        return new ExposureOperations(
                pool,
                new Recorder(pool, pseudonyms, settings, clock),
                new Unlocks(pool, pseudonyms, PEOPLE, naming, clock),
                "helpdesk");
    }
}
