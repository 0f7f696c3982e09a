package io.barium.casework;

import io.barium.alert.CaseNews;
import io.barium.alert.Sighting;
import io.barium.intake.ContactJson;
import io.barium.model.Contact;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is new on a case: a few rows and running counts, however large the case is. */
final class CaseNewsQuery {
    private static final Logger log = LoggerFactory.getLogger(CaseNewsQuery.class);
    private static final String SHOWN = """
            select s.seq, s.contact_seq, j.source, j.received_at, j.contact::text as contact,
                   (select json_agg(json_build_object('kind', t.kind, 'value', t.value, 'role', t.role, 'as', st.matched_as,
                                                      'plantedAt', p.planted_at, 'segments', p.segments) order by t.id)
                    from sighting_token st join token t on t.id = st.token_id
                    left join planting p on p.persona_id = t.persona_id
                    where st.seq = s.seq)::text as touched
            from (select seq, contact_seq from sighting where case_id = $1 and seq > $2 order by seq limit $3) s
            join journal j on j.seq = s.seq order by s.seq
            """;
    private static final String COUNTS = """
            select c.opened_at, c.contacts, c.sightings, c.last_seq, c.planted_touched, c.controls_touched,
                   (select coalesce(sum(tokens), 0)::bigint from token_count where role = 'PLANTED') as planted,
                   (select coalesce(sum(tokens), 0)::bigint from token_count where role = 'CONTROL') as controls
            from support_case c where c.id = $1
            """;

    /**
     * A case as it stands.
     *
     * @param contacts in all
     * @param sightings contacts and what adds to them, in all
     */
    record Counts(
            Instant openedAt,
            long contacts,
            long sightings,
            long upToSeq,
            long plantedTouched,
            long planted,
            long controlsTouched,
            long controls) {

        /** What is new since it was told. */
        CaseNews since(Digest told, long caseId, List<Sighting> shown) {
            long fresh = contacts - told.contacts();
            return new CaseNews(
                    caseId,
                    told.toldSeq() == 0,
                    openedAt,
                    fresh,
                    sightings - told.sightings() - fresh,
                    contacts,
                    shown,
                    plantedTouched,
                    planted,
                    controlsTouched,
                    controls);
        }
    }

    private CaseNewsQuery() {}

    /** The first rows that are new, without those that cannot be read. */
    static Future<List<Sighting>> shown(SqlClient tx, long caseId, long after, int most) {
        return tx.preparedQuery(SHOWN).execute(Tuple.of(caseId, after, most)).map(rows -> {
            List<Sighting> out = new ArrayList<>();
            for (Row r : rows) {
                Contact contact = contact(r);
                if (contact != null) {
                    out.add(new Sighting(
                            r.getLong("seq"),
                            r.getString("source"),
                            r.getOffsetDateTime("received_at").toInstant(),
                            !r.getLong("seq").equals(r.getLong("contact_seq")),
                            contact,
                            touched(r.getString("touched"))));
                }
            }
            return out;
        });
    }

    /** One row that this version cannot read counts, but must not keep the case from being told. */
    private static @Nullable Contact contact(Row row) {
        String text = row.getString("contact");
        try {
            return text == null ? null : ContactJson.read(text);
        } catch (IllegalArgumentException e) {
            log.error(
                    "journalled contact cannot be read, told without it seq={} source={}",
                    row.getLong("seq"),
                    row.getString("source"));
            return null;
        }
    }

    static Future<Counts> counts(SqlClient tx, long caseId) {
        return tx.preparedQuery(COUNTS).execute(Tuple.of(caseId)).map(rows -> {
            Row r = rows.iterator().next();
            return new Counts(
                    r.getOffsetDateTime("opened_at").toInstant(),
                    r.getInteger("contacts"),
                    r.getLong("sightings"),
                    r.getLong("last_seq"),
                    r.getInteger("planted_touched"),
                    r.getLong("planted"),
                    r.getInteger("controls_touched"),
                    r.getLong("controls"));
        });
    }

    private static List<Sighting.Touched> touched(@Nullable String json) {
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
