package io.barium.view;

import io.barium.model.Redaction;
import io.barium.model.TokenKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Masks our own identifiers in what others wrote. */
final class Ours {
    private Ours() {}

    /** Masks those that a case's contacts touched, up to a journal sequence. */
    static Future<Redaction> touched(Pool pool, long caseId, long upTo) {
        return pool.preparedQuery("""
                        select distinct t.kind, t.value from sighting s join sighting_token st on st.seq = s.seq
                        join token t on t.id = st.token_id where s.case_id = $1 and s.seq <= $2
                        """).execute(Tuple.of(caseId, upTo)).map(rows -> {
            List<Redaction.Identifier> ours = new ArrayList<>();
            rows.forEach(r ->
                    ours.add(new Redaction.Identifier(TokenKind.valueOf(r.getString("kind")), r.getString("value"))));
            return Redaction.of(ours);
        });
    }
}
