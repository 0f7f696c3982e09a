package io.barium.plant;

import io.barium.model.TokenKind;
import io.barium.persona.CustomerRow;
import io.barium.persona.Persona;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What Barium's own database knows of tokens and plantings; on one connection, so that statements keep their order. */
final class Registry {
    /** Key of the advisory lock that lets one process plant at a time; any number that nothing else uses. */
    private static final long LOCK = 0x62617269756d01L;

    private final SqlConnection connection;
    private final String system;

    Registry(SqlConnection connection, String system) {
        this.connection = connection;
        this.system = system;
    }

    /**
     * A planting that was begun and perhaps not ended.
     *
     * @param row what was to be inserted
     */
    record Intended(long planting, CustomerRow row) {}

    /**
     * What is registered already.
     *
     * @param taken token values by kind
     * @param strataSeeds recorded seeds by name of stratum
     * @param latest when the last tokens were minted
     * @param personas how many were ever minted
     */
    record Known(
            Map<TokenKind, Set<String>> taken,
            Map<String, Long> strataSeeds,
            @Nullable Instant latest,
            long personas) {}

    Future<Void> lock() {
        return connection
                .preparedQuery("select pg_advisory_lock($1)")
                .execute(Tuple.of(LOCK))
                .mapEmpty();
    }

    Future<Void> unlock() {
        return connection
                .preparedQuery("select pg_advisory_unlock($1)")
                .execute(Tuple.of(LOCK))
                .mapEmpty();
    }

    Future<List<Intended>> intended() {
        return connection
                .preparedQuery("select p.id, q.details from planting p join persona q on q.id = p.persona_id"
                        + " where p.state = 'INTENDED' and p.system = $1 order by p.id")
                .execute(Tuple.of(system))
                .map(rows -> {
                    List<Intended> out = new ArrayList<>();
                    rows.forEach(r -> out.add(new Intended(r.getLong("id"), RowJson.read(details(r)))));
                    return out;
                });
    }

    private static JsonObject details(Row row) {
        return ((JsonObject) row.getValue("details")).getJsonObject("row");
    }

    Future<Integer> standing() {
        return count("select count(*)::int from planting where system = $1 and state <> 'RETIRED'", Tuple.of(system));
    }

    Future<Integer> controls() {
        return count("select count(*)::int from token where role = 'CONTROL'", Tuple.tuple());
    }

    private Future<Integer> count(String sql, Tuple parameters) {
        return connection
                .preparedQuery(sql)
                .execute(parameters)
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    Future<Known> known() {
        return connection
                .query("select kind, value, created_at from token")
                .execute()
                .compose(tokens -> connection
                        .query("select name, seed from stratum")
                        .execute()
                        .compose(strata -> count("select count(*)::int from persona", Tuple.tuple())
                                .map(personas -> known(tokens, strata, personas))));
    }

    private static Known known(Iterable<Row> tokens, Iterable<Row> strata, long personas) {
        Map<TokenKind, Set<String>> taken = new EnumMap<>(TokenKind.class);
        Instant latest = null;
        for (Row r : tokens) {
            taken.computeIfAbsent(TokenKind.valueOf(r.getString("kind")), k -> new HashSet<>())
                    .add(r.getString("value"));
            Instant at = r.getOffsetDateTime("created_at").toInstant();
            latest = latest == null || at.isAfter(latest) ? at : latest;
        }
        Map<String, Long> seeds = new HashMap<>();
        strata.forEach(r -> seeds.put(r.getString("name"), r.getLong("seed")));
        return new Known(taken, seeds, latest, personas);
    }

    /** Records a batch as intended, in one transaction. */
    Future<List<Intended>> intend(Batch batch, ToLongFunction<String> seedOfStratum, Instant at) {
        BatchRecord writer = new BatchRecord(connection, system, utc(at));
        return connection
                .begin()
                .compose(tx -> writer.write(batch, seedOfStratum)
                        .compose(done -> tx.commit().map(done))
                        .recover(failed ->
                                tx.rollback().transform(rolledBack -> Future.<List<Intended>>failedFuture(failed))));
    }

    /** Plantings that are in the support system now; which agents they were given to is forgotten. */
    Future<Void> done(List<Intended> plantings, List<String> rowKeys, Instant at) {
        return connection
                .preparedQuery(
                        "with done as (update planting p set state = 'DONE', row_key = d.row_key, planted_at = $3"
                                + " from unnest($1::bigint[], $2::text[]) as d(id, row_key)"
                                + " where p.id = d.id and p.state = 'INTENDED' returning p.persona_id)"
                                + " update persona q set details = without_agents(q.details)"
                                + " from done where q.id = done.persona_id")
                .execute(Tuple.of(
                        plantings.stream().map(Intended::planting).toArray(Long[]::new),
                        rowKeys.toArray(String[]::new),
                        utc(at)))
                .mapEmpty();
    }

    /**
     * Plantings that stand, and since when none was taken back.
     *
     * @param rows oldest first
     * @param rested when the last one was taken back; when the first one was planted, where none ever was
     */
    record Stand(List<Planted> rows, @Nullable Instant rested) {}

    /** A planting that stands. */
    record Planted(long planting, String rowKey, Instant at) {}

    Future<Stand> stand() {
        return connection
                .preparedQuery("select id, row_key, planted_at, min(planted_at) over () as first,"
                        + " (select max(retired_at) from planting where system = $1) as last"
                        + " from planting where system = $1 and state = 'DONE' order by planted_at, id")
                .execute(Tuple.of(system))
                .map(rows -> {
                    List<Planted> standing = planted(rows);
                    if (standing.isEmpty()) {
                        return new Stand(standing, null);
                    }
                    Row any = rows.iterator().next();
                    OffsetDateTime last = any.getOffsetDateTime("last");
                    OffsetDateTime first = any.getOffsetDateTime("first");
                    return new Stand(standing, (last == null ? first : last).toInstant());
                });
    }

    /** Plantings that are being taken back: the row may be there or not. */
    Future<List<Planted>> retiring() {
        return connection
                .preparedQuery("select id, row_key, planted_at from planting"
                        + " where system = $1 and state = 'DONE' and retiring_at is not null order by id")
                .execute(Tuple.of(system))
                .map(Registry::planted);
    }

    private static List<Planted> planted(Iterable<Row> rows) {
        List<Planted> out = new ArrayList<>();
        rows.forEach(r -> out.add(new Planted(
                r.getLong("id"),
                r.getString("row_key"),
                r.getOffsetDateTime("planted_at").toInstant())));
        return out;
    }

    /** Plantings whose rows are about to be taken out of the support system. */
    Future<Void> retire(List<Planted> plantings, Instant at) {
        return mark("retiring_at = coalesce(retiring_at, $2)", plantings, at);
    }

    /** Plantings whose rows are gone from the support system. */
    Future<Void> retired(List<Planted> plantings, Instant at) {
        return mark("state = 'RETIRED', retired_at = $2", plantings, at);
    }

    private Future<Void> mark(String what, List<Planted> plantings, Instant at) {
        return connection
                .preparedQuery("update planting set " + what + " where state = 'DONE' and id = any($1::bigint[])")
                .execute(Tuple.of(plantings.stream().map(Planted::planting).toArray(Long[]::new), utc(at)))
                .mapEmpty();
    }

    /** Times as PostgreSQL keeps them. */
    private static OffsetDateTime utc(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** What is kept of a persona beside its name. */
    static JsonObject details(Persona persona) {
        return new JsonObject().put("row", RowJson.write(persona.row())).put("phone", persona.phone());
    }
}
