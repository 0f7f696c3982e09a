package io.barium.casework;

import io.barium.verdict.Assumptions;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What E would be, had it been known from the start which campaigns are one. That takes the journal once more (about
 * six seconds for 100,000 contacts), so it is done only where campaigns were merged at all, for one reader at a time,
 * and remembered: what a verdict rests on never changes.
 */
public final class LateMerges implements Function<Verdict, Future<Double>> {
    private static final Logger log = LoggerFactory.getLogger(LateMerges.class);
    private static final int REMEMBERED = 64;

    private final Pool pool;
    private final VerdictReplay replay;
    private final Map<Key, Future<Double>> known = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Future<Double>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Future<?> last = Future.succeededFuture();

    private record Key(long caseId, Verdict.Basis basis) {}

    /** Late merges in the journal of a database. */
    public LateMerges(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.replay = new VerdictReplay(vertx, Assumptions.USUAL);
    }

    /** Natural logarithm of that E; on any thread. */
    @Override
    public synchronized Future<Double> apply(Verdict verdict) {
        Key key = new Key(verdict.caseId(), verdict.basis());
        Future<Double> found = known.get(key);
        if (found == null || found.failed()) {
            found = last.transform(before -> recomputed(verdict));
            known.put(key, found);
            last = found;
        }
        return found;
    }

    private Future<Double> recomputed(Verdict verdict) {
        long seq = verdict.basis().seq();
        return pool.preparedQuery("select exists(select 1 from campaign where id <= $1 and merged_into <= $1)")
                .execute(Tuple.of(seq))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? replay.asOf(pool, verdict.caseId(), seq).map(VerdictReplay.AsOf::logMerged)
                        : Future.succeededFuture(verdict.strength().logE()))
                .onFailure(e -> log.error("late merges cannot be recomputed case={} seq={}", verdict.caseId(), seq, e));
    }
}
