package io.barium.view;

import io.barium.loop.Rounds;
import io.barium.model.Mentions;
import io.barium.model.Redaction;
import io.barium.model.TokenKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Masks our own identifiers in what others wrote. */
final class Ours {
    private static final int PAGE = 1_000;

    private Ours() {}

    /**
     * Masks those that a case's contacts touched, up to a journal sequence, as far as they can be in some texts: an
     * actor may touch everything that we have.
     */
    static Future<Redaction> touched(Pool pool, long caseId, long upTo, List<String> texts) {
        Mentions mentions = Mentions.in(texts);
        List<Redaction.Identifier> ours = new ArrayList<>();
        return pool.withTransaction(tx -> tx.prepare("""
                                select distinct t.kind, t.value from sighting s join sighting_token st on st.seq = s.seq
                                join token t on t.id = st.token_id where s.case_id = $1 and s.seq <= $2
                                """)
                        .map(statement -> statement.cursor(Tuple.of(caseId, upTo)))
                        .compose(cursor -> Rounds.of(() -> cursor.read(PAGE).map(rows -> {
                                    rows.forEach(r -> take(r, mentions, ours));
                                    return new Rounds.Round(rows.size(), cursor.hasMore());
                                }))
                                .eventually(cursor::close)))
                .map(read -> Redaction.of(ours));
    }

    private static void take(Row row, Mentions mentions, List<Redaction.Identifier> ours) {
        Redaction.Identifier identifier =
                new Redaction.Identifier(TokenKind.valueOf(row.getString("kind")), row.getString("value"));
        if (mentions.maybe(identifier)) {
            ours.add(identifier);
        }
    }
}
