package io.barium.plant;

import io.barium.persona.CustomerRow;
import io.barium.persona.Persona;
import io.barium.plant.Registry.Intended;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes a batch into the registry: six statements, whatever its size; the caller has the transaction. */
final class BatchRecord {
    private final SqlConnection connection;
    private final String system;
    private final OffsetDateTime at;

    BatchRecord(SqlConnection connection, String system, OffsetDateTime at) {
        this.connection = connection;
        this.system = system;
        this.at = at;
    }

    Future<List<Intended>> write(Batch batch, ToLongFunction<String> seedOfStratum) {
        return strata(batch, seedOfStratum)
                .compose(strata -> generators(batch, strata)
                        .compose(done -> personas(batch))
                        .compose(owners -> tokens(batch, strata, owners).compose(done -> plantings(batch, owners))));
    }

    private Future<Map<String, Long>> strata(Batch batch, ToLongFunction<String> seedOfStratum) {
        JsonArray rows = new JsonArray();
        batch.tokens().stream()
                .map(t -> Map.entry(t.stratum(), t.kind()))
                .distinct()
                .forEach(s -> rows.add(new JsonObject()
                        .put("kind", s.getValue().name())
                        .put("name", s.getKey())
                        .put("seed", seedOfStratum.applyAsLong(s.getKey()))));
        return connection
                .preparedQuery("insert into stratum (kind, name, seed) select kind, name, seed"
                        + " from json_to_recordset($1::json) as r(kind text, name text, seed bigint)"
                        + " on conflict (name) do nothing")
                .execute(Tuple.of(rows))
                .compose(done ->
                        connection.query("select name as key, id from stratum").execute())
                .map(BatchRecord::ids);
    }

    private Future<Void> generators(Batch batch, Map<String, Long> strata) {
        JsonArray rows = new JsonArray();
        batch.generators()
                .forEach((stratum, g) -> rows.add(new JsonObject()
                        .put("stratum", strata.get(stratum))
                        .put("domain", g.domain())
                        .put("locale", g.locale())
                        .put("patterns", new JsonObject(new TreeMap<>(g.localParts())))));
        return connection
                .preparedQuery("insert into mail_generator (stratum_id, minted_at, domain, locale, patterns)"
                        + " select stratum, $2, domain, locale, patterns from json_to_recordset($1::json)"
                        + " as r(stratum bigint, domain text, locale text, patterns json)")
                .execute(Tuple.of(rows, at))
                .mapEmpty();
    }

    private Future<Map<String, Long>> personas(Batch batch) {
        JsonArray rows = new JsonArray();
        for (Persona p : batch.personas()) {
            rows.add(new JsonObject()
                    .put("locale", p.identity().locale())
                    .put("given", p.identity().name().given())
                    .put("family", p.identity().name().family())
                    .put("details", Registry.details(p)));
        }
        return connection
                .preparedQuery("insert into persona (locale, given_name, family_name, details, created_at)"
                        + " select locale, given, family, details, $2"
                        + " from json_to_recordset($1::json) as r(locale text, given text, family text, details json)"
                        + " returning details -> 'row' ->> 'email' as key, id")
                .execute(Tuple.of(rows, at))
                .map(BatchRecord::ids);
    }

    private Future<Void> tokens(Batch batch, Map<String, Long> strata, Map<String, Long> owners) {
        JsonArray tokens = new JsonArray();
        JsonArray keys = new JsonArray();
        for (MintedToken t : batch.tokens()) {
            String kind = t.kind().name();
            tokens.add(new JsonObject()
                    .put("kind", kind)
                    .put("value", t.value())
                    .put("role", t.owner() == null ? "CONTROL" : "PLANTED")
                    .put("stratum", strata.get(t.stratum()))
                    .put("persona", t.owner() == null ? null : owners.get(t.owner())));
            for (String key : t.keys()) {
                keys.add(new JsonObject()
                        .put("kind", kind)
                        .put("value", t.value())
                        .put("key", key));
            }
        }
        return connection
                .preparedQuery("insert into token (kind, value, role, stratum_id, persona_id, created_at)"
                        + " select kind, value, role, stratum, persona, $2 from json_to_recordset($1::json)"
                        + " as r(kind text, value text, role text, stratum bigint, persona bigint)"
                        // in the order of their values: minting makes planted ones first, and ids would tell
                        + " order by kind, value")
                .execute(Tuple.of(tokens, at))
                .compose(done -> connection
                        .preparedQuery("insert into token_key (kind, key, token_id) select r.kind, r.key, t.id"
                                + " from json_to_recordset($1::json) as r(kind text, value text, key text)"
                                + " join token t on t.kind = r.kind and t.value = r.value")
                        .execute(Tuple.of(keys)))
                .mapEmpty();
    }

    private Future<List<Intended>> plantings(Batch batch, Map<String, Long> owners) {
        Map<Long, CustomerRow> rows = new HashMap<>();
        JsonArray plantings = new JsonArray();
        for (Persona p : batch.personas()) {
            Long persona = Objects.requireNonNull(owners.get(p.row().email()));
            rows.put(persona, p.row());
            plantings.add(new JsonObject().put("persona", persona).put("segments", segments(p.row())));
        }
        return connection
                .preparedQuery("insert into planting (persona_id, system, state, batch, segments, intended_at)"
                        + " select persona, $2, 'INTENDED', $3, segments, $4"
                        + " from json_to_recordset($1::json) as r(persona bigint, segments json)"
                        + " returning id, persona_id")
                .execute(Tuple.of(plantings, system, UUID.randomUUID(), at))
                .map(inserted -> intended(inserted, rows));
    }

    private static List<Intended> intended(RowSet<Row> inserted, Map<Long, CustomerRow> rows) {
        List<Intended> out = new ArrayList<>();
        inserted.forEach(
                r -> out.add(new Intended(r.getLong("id"), Objects.requireNonNull(rows.get(r.getLong("persona_id"))))));
        return out;
    }

    /** Through what the row can be reached. Agents are no part of it: nobody's name or id stands here in clear. */
    private static JsonObject segments(CustomerRow row) {
        JsonObject out = new JsonObject();
        put(out, "segment", row.segment());
        put(out, "product", row.product());
        put(out, "locale", row.locale());
        put(out, "country", row.country());
        if (!row.tickets().isEmpty()) {
            put(out, "queue", row.tickets().get(0).queue());
        }
        return out;
    }

    private static void put(JsonObject out, String name, @Nullable String value) {
        if (value != null) {
            out.put(name, value);
        }
    }

    private static Map<String, Long> ids(RowSet<Row> rows) {
        Map<String, Long> ids = new HashMap<>();
        rows.forEach(r -> ids.put(r.getString("key"), r.getLong("id")));
        return ids;
    }
}
