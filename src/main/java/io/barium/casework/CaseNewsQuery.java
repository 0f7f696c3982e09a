package io.barium.casework;

import io.barium.alert.Sighting;
import io.barium.intake.ContactJson;
import io.barium.model.MatchedAs;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
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

/** Reads what is new on a case. */
final class CaseNewsQuery {
    private static final String SHOWN = """
            select s.seq, s.contact_seq, j.source, j.received_at, j.contact::text as contact,
                   (select json_agg(json_build_object('kind', t.kind, 'value', t.value, 'role', t.role, 'as', st.matched_as,
                                                      'plantedAt', p.planted_at, 'segments', p.segments) order by t.id)
                    from sighting_token st join token t on t.id = st.token_id
                    left join planting p on p.persona_id = t.persona_id
                    where st.seq = s.seq)::text as touched
            from sighting s join journal j on j.seq = s.seq
            where s.case_id = $1 and s.seq > $2 order by s.seq limit $3
            """;
    private static final String COUNTS = """
            select c.opened_at, c.contacts as total,
                   (select count(*) from sighting s where s.case_id = c.id and s.seq > $2
                    and not exists (select 1 from sighting o where o.case_id = c.id and o.contact_seq = s.contact_seq
                                    and o.seq < s.seq)) as contacts,
                   (select count(*) from sighting s where s.case_id = c.id and s.seq > $2) as rows,
                   (select coalesce(max(s.seq), 0) from sighting s where s.case_id = c.id) as up_to,
                   (select count(distinct t.id) from sighting s join sighting_token st on st.seq = s.seq
                    join token t on t.id = st.token_id where s.case_id = c.id and t.role = 'PLANTED') as planted_touched,
                   (select count(*) from token where role = 'PLANTED') as planted,
                   (select count(distinct t.id) from token t join sighting_token st on st.token_id = t.id
                    where t.role = 'CONTROL' and st.seq >= c.first_seq) as controls_touched,
                   (select count(*) from token where role = 'CONTROL') as controls
            from support_case c where c.id = $1
            """;

    /** The numbers behind a {@link io.barium.alert.CaseNews}. */
    record Counts(
            Instant openedAt,
            long contacts,
            long additions,
            long total,
            long upToSeq,
            long plantedTouched,
            long planted,
            long controlsTouched,
            long controls) {}

    private CaseNewsQuery() {}

    static Future<List<Sighting>> shown(SqlClient tx, long caseId, long after, int most) {
        return tx.preparedQuery(SHOWN).execute(Tuple.of(caseId, after, most)).map(rows -> {
            List<Sighting> out = new ArrayList<>();
            for (Row r : rows) {
                out.add(new Sighting(
                        r.getLong("seq"),
                        r.getString("source"),
                        r.getOffsetDateTime("received_at").toInstant(),
                        !r.getLong("seq").equals(r.getLong("contact_seq")),
                        ContactJson.read(r.getString("contact")),
                        touched(r.getString("touched"))));
            }
            return out;
        });
    }

    static Future<Counts> counts(SqlClient tx, long caseId, long after) {
        return tx.preparedQuery(COUNTS).execute(Tuple.of(caseId, after)).map(rows -> {
            Row r = rows.iterator().next();
            long contacts = r.getLong("contacts");
            return new Counts(
                    r.getOffsetDateTime("opened_at").toInstant(),
                    contacts,
                    r.getLong("rows") - contacts,
                    r.getLong("total"),
                    r.getLong("up_to"),
                    r.getLong("planted_touched"),
                    r.getLong("planted"),
                    r.getLong("controls_touched"),
                    r.getLong("controls"));
        });
    }

    private static List<Sighting.Touched> touched(@org.jspecify.annotations.Nullable String json) {
        List<Sighting.Touched> out = new ArrayList<>();
        if (json == null) {
            return out;
        }
        for (Object o : new JsonArray(json)) {
            JsonObject t = (JsonObject) o;
            String plantedAt = t.getString("plantedAt");
            Map<String, String> segments = new HashMap<>();
            JsonObject stored = t.getJsonObject("segments");
            if (stored != null) {
                stored.forEach(e -> segments.put(e.getKey(), String.valueOf(e.getValue())));
            }
            out.add(new Sighting.Touched(
                    TokenKind.valueOf(t.getString("kind")),
                    t.getString("value"),
                    TokenRole.valueOf(t.getString("role")),
                    MatchedAs.valueOf(t.getString("as")),
                    plantedAt == null ? null : OffsetDateTime.parse(plantedAt).toInstant(),
                    segments));
        }
        return out;
    }
}
