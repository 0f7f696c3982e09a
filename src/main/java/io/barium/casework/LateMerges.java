package io.barium.casework;

import io.barium.verdict.Assumptions;
import io.barium.verdict.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What E would be, had it been known from the start which campaigns are one. That takes the journal twice more (some
 * twelve seconds for 100,000 contacts), so it is done only where campaigns were merged at all, for one reader at a
 * time, and remembered: what a verdict rests on never changes. It also takes the memory of a second case worker, so
 * beyond a number of contacts it is left to a process of its own, the command {@code report}.
 */
public final class LateMerges implements Function<Verdict, Future<@Nullable Double>> {
    private static final Logger log = LoggerFactory.getLogger(LateMerges.class);
    private static final int REMEMBERED = 64;
    /** Rows that say something, at most; some 30 MB. */
    private static final int MOST = 20_000;

    private static final String MERGED = """
            select exists (select 1 from campaign where id <= $1 and merged_into <= $1) as merged,
                   (select count(*) from (select 1 from sighting where campaign is not null and seq <= $1 limit $2) s) as rows
            """;

    private final Pool pool;
    private final VerdictReplay replay;
    private final int most;
    private final Map<Key, Future<@Nullable Double>> known = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Future<@Nullable Double>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private Future<?> last = Future.succeededFuture();

    private record Key(long caseId, Verdict.Basis basis) {}

    /** Late merges in the journal of a database. */
    public LateMerges(Vertx vertx, Pool pool) {
        this(vertx, pool, MOST);
    }

    /** Late merges among so many rows at most. */
    LateMerges(Vertx vertx, Pool pool, int most) {
        this.pool = pool;
        this.most = most;
        this.replay = new VerdictReplay(vertx, Assumptions.USUAL);
    }

    /** Natural logarithm of that E, {@code null} where there is too much to be taken again; on any thread. */
    @Override
    public synchronized Future<@Nullable Double> apply(Verdict verdict) {
        Key key = new Key(verdict.caseId(), verdict.basis());
        Future<@Nullable Double> found = known.get(key);
        if (found == null || found.failed()) {
            found = last.transform(before -> recomputed(verdict));
            known.put(key, found);
            last = found;
        }
        return found;
    }

    private Future<@Nullable Double> recomputed(Verdict verdict) {
        long seq = verdict.basis().seq();
        return pool.preparedQuery(MERGED)
                .execute(Tuple.of(seq, most + 1))
                .compose(rows -> recomputed(verdict, rows.iterator().next()))
                .onFailure(e -> log.error("late merges cannot be recomputed case={} seq={}", verdict.caseId(), seq, e));
    }

    private Future<@Nullable Double> recomputed(Verdict verdict, Row row) {
        if (!row.getBoolean("merged")) {
            return Future.succeededFuture(verdict.strength().logE());
        }
        return row.getLong("rows") > most
                ? Future.succeededFuture()
                : replay.asOf(pool, verdict.caseId(), verdict.basis().seq()).map(VerdictReplay.AsOf::logMerged);
    }
}
