package io.barium.view;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;

/** Who looked at what. */
public final class Audit {
    private final Pool pool;
    private final Clock clock;

    public Audit(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Records a look or an act; complete before what was asked for is shown.
     *
     * @param who operator or API key, by name
     * @param action what was done, in one word
     * @param object to what, like {@code contact/12}
     */
    public Future<Void> record(String who, String action, String object) {
        return pool.preparedQuery("insert into audit (at, who, action, object) values ($1, $2, $3, $4)")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), who, action, object))
                .mapEmpty();
    }
}
