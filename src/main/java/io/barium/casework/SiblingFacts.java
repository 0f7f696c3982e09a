package io.barium.casework;

import io.barium.casework.StratumFacts.Lot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads from the registry what siblings follow from. */
public final class SiblingFacts {
    private static final String LOTS = """
            select s.name, s.seed, g.domain, g.locale, g.minted_at, g.patterns, count(distinct t.id)::int as planted
            from mail_generator g
                join stratum s on s.id = g.stratum_id
                join token t on t.stratum_id = g.stratum_id and t.created_at = g.minted_at and t.role = 'PLANTED'
                join token_key k on k.token_id = t.id and k.n <= $1
            group by s.id, g.stratum_id, g.minted_at
            order by g.minted_at, s.id
            """;

    private SiblingFacts() {}

    /**
     * Mail strata with what was minted for them, up to a place in the registry.
     *
     * @param registryMark newest notation to look at ({@code token_key.n}); the same mark gives the same facts
     * @return in the order of their first minting; strata whose locale's names are not known are not there
     */
    public static Future<List<StratumFacts>> upTo(SqlClient client, long registryMark) {
        return client.preparedQuery(LOTS).execute(Tuple.of(registryMark)).map(SiblingFacts::facts);
    }

    private static List<StratumFacts> facts(Iterable<Row> rows) {
        Map<String, List<Lot>> lots = new LinkedHashMap<>();
        Map<String, Row> first = new HashMap<>();
        for (Row r : rows) {
            String name = r.getString("name");
            first.putIfAbsent(name, r);
            lots.computeIfAbsent(name, n -> new ArrayList<>()).add(lot(r));
        }
        List<StratumFacts> out = new ArrayList<>();
        lots.forEach((name, own) -> {
            Row r = Objects.requireNonNull(first.get(name));
            out.add(new StratumFacts(name, r.getLong("seed"), r.getString("domain"), r.getString("locale"), own));
        });
        return out;
    }

    private static Lot lot(Row r) {
        Map<String, Double> weights = new TreeMap<>();
        r.get(JsonObject.class, "patterns")
                .forEach(p -> weights.put(p.getKey(), ((Number) p.getValue()).doubleValue()));
        return new Lot(r.getOffsetDateTime("minted_at").toInstant(), r.getInteger("planted"), weights);
    }
}
