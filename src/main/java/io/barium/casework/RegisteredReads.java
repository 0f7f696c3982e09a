package io.barium.casework;

import io.barium.exposure.Exposures;
import io.barium.loop.Rounds;
import io.barium.verdict.Access;
import io.barium.verdict.PlantedRow;
import io.barium.verdict.Registered;
import io.barium.verdict.Tokens;
import io.barium.verdict.Verdict;
import io.barium.verdict.Watched;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads what verdicts rest on beside the contacts, as it was at given marks. */
final class RegisteredReads {
    private static final int PAGE = 20_000;
    /** By notations, so that a page is read by an index; some tokens have several. */
    private static final String TOKENS = """
            select k.n, t.id, t.kind, s.name as stratum, p.id as planting, t.persona_id is null or p.id is not null as watched
            from (select n, token_id from token_key where n > $1 and n <= $2 order by n limit $3) k
            join token t on t.id = k.token_id
            join stratum s on s.id = t.stratum_id
            left join planting p on p.persona_id = t.persona_id and p.done_n <= $2
            order by k.n
            """;

    private static final String NAMES = """
            select t.id, q.locale, q.given_name, q.family_name from token t
            join persona q on q.id = t.persona_id join planting p on p.persona_id = q.id and p.done_n <= $1
            where t.kind = 'PHONE' and exists (select 1 from token_key k where k.token_id = t.id and k.n <= $1)
            """;
    /** A row may have stood since it was intended: when it was inserted may have been noted later. */
    private static final String ROWS = """
            select id, intended_at, case when retired_n <= $1 then retired_at end as retired_at, segments::text as segments
            from planting where done_n <= $1 order by id
            """;
    /** The newest counting of each support system that was made before. */
    private static final String CUSTOMERS = """
            select c.segment, c.customers from segment_count c
            join (select system, max(counting) as counting from segment_count where counting <= $1 group by system) n
                on n.system = c.system and n.counting = c.counting
            """;

    /** Name under which a verdict keeps the mark of the counts. */
    static final String COUNTS = "customerCounts";

    private RegisteredReads() {}

    /**
     * Up to where facts are known.
     *
     * @param registry newest notation, planting or retirement
     * @param exposures newest exposure
     * @param counts newest count of a segment's customers
     */
    record Marks(long registry, long exposures, long counts) {
        /** Those on which a verdict rests. */
        static Marks of(Verdict verdict) {
            return new Marks(
                    verdict.basis().registry(),
                    verdict.basis().exposures(),
                    verdict.basis().parameters().getOrDefault(COUNTS, 0.0).longValue());
        }
    }

    /** The newest marks; what lies below them never changes. */
    static Future<Marks> marks(SqlClient client) {
        return client.query("""
                        select greatest((select coalesce(max(n), 0) from token_key),
                                        (select coalesce(max(greatest(done_n, retired_n)), 0) from planting)) as registry,
                               (select coalesce(max(counting), 0) from segment_count) as counts
                        """).execute().compose(rows -> {
            Row r = rows.iterator().next();
            return Exposures.mark(client)
                    .map(exposures -> new Marks(r.getLong("registry"), exposures, r.getLong("counts")));
        });
    }

    /**
     * The facts, and the siblings of what is planted.
     *
     * @param facts for the verdict
     * @param siblings for telling guesses
     * @param names that stand with planted lines
     */
    record Read(Registered facts, List<StratumFacts> siblings, List<SpokenNames.Line> names) {}

    /** Everything up to marks. */
    static Future<Read> upTo(SqlClient client, Marks marks) {
        Future<Tokens> tokens = tokens(client, marks.registry());
        Future<List<PlantedRow>> planted = client.preparedQuery(ROWS)
                .execute(Tuple.of(marks.registry()))
                .map(rows -> {
                    List<PlantedRow> out = new ArrayList<>();
                    Map<String, Map<String, String>> segments = new HashMap<>();
                    rows.forEach(r -> out.add(
                            row(r, segments.computeIfAbsent(r.getString("segments"), RegisteredReads::segments))));
                    return out;
                });
        Future<Map<String, Long>> customers = client.preparedQuery(CUSTOMERS)
                .execute(Tuple.of(marks.counts()))
                .map(rows -> {
                    Map<String, Long> out = new HashMap<>();
                    rows.forEach(r -> out.merge(r.getString("segment"), r.getLong("customers"), Long::sum));
                    return out;
                });
        Future<List<Exposures.Access>> accesses = Exposures.upTo(client, marks.exposures());
        Future<List<StratumFacts>> siblings = SiblingFacts.upTo(client, marks.registry());
        Future<List<SpokenNames.Line>> names = client.preparedQuery(NAMES)
                .execute(Tuple.of(marks.registry()))
                .map(rows -> {
                    List<SpokenNames.Line> out = new ArrayList<>();
                    rows.forEach(r -> out.add(line(r)));
                    return out;
                });
        return Future.all(tokens, planted, customers, accesses, siblings, names)
                .map(v -> new Read(
                        new Registered(
                                tokens.result(),
                                planted.result(),
                                accesses.result().stream()
                                        .map(a -> new Access(
                                                a.originKey(), a.kind(), a.label(), a.planting(), a.firstAt()))
                                        .toList(),
                                Map.of(),
                                customers.result(),
                                marks.registry(),
                                marks.exposures(),
                                marks.counts()),
                        siblings.result(),
                        names.result()));
    }

    private static Future<Tokens> tokens(SqlClient client, long upTo) {
        Tokens.Collector all = new Tokens.Collector();
        AtomicLong read = new AtomicLong();
        return Rounds.of(() -> client.preparedQuery(TOKENS)
                        .execute(Tuple.of(read.get(), upTo, PAGE))
                        .map(rows -> {
                            for (Row r : rows) {
                                read.set(r.getLong("n"));
                                if (r.getBoolean("watched")) {
                                    all.add(watched(r));
                                }
                            }
                            return new Rounds.Round(rows.size(), rows.size() == PAGE);
                        }))
                .map(n -> all.tokens());
    }

    /** With the number of siblings that were made of what is planted. */
    static Registered among(Registered facts, Siblings siblings) {
        return new Registered(
                facts.tokens(),
                facts.rows(),
                facts.accesses(),
                siblings.counts(),
                facts.customers(),
                facts.registry(),
                facts.exposures(),
                facts.counts());
    }

    private static Watched watched(Row r) {
        Watched.Kind kind = switch (Objects.requireNonNull(r.getString("kind"))) {
            case "EMAIL" -> Watched.Kind.MAIL;
            case "PHONE" -> Watched.Kind.PHONE;
            default -> Watched.Kind.TICKET;
        };
        return new Watched(r.getLong("id"), kind, r.getString("stratum"), r.getLong("planting"));
    }

    private static SpokenNames.Line line(Row r) {
        return new SpokenNames.Line(
                r.getLong("id"), r.getString("locale"), r.getString("given_name"), r.getString("family_name"));
    }

    private static Map<String, String> segments(String json) {
        Map<String, String> segments = new HashMap<>();
        new JsonObject(json).forEach(e -> segments.put(e.getKey(), String.valueOf(e.getValue())));
        return segments;
    }

    /** Rows with the same segments share them: there are few of those. */
    private static PlantedRow row(Row r, Map<String, String> segments) {
        return new PlantedRow(
                r.getLong("id"), Objects.requireNonNull(instant(r, "intended_at")), instant(r, "retired_at"), segments);
    }

    private static @Nullable Instant instant(Row r, String column) {
        OffsetDateTime at = r.getOffsetDateTime(column);
        return at == null ? null : at.toInstant();
    }
}
