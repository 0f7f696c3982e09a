package io.barium.view;

import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry of owned identifiers. */
public final class Tokens {
    /**
     * The page first, and then a look for each of its tokens. A flood makes millions of sightings of one token, so
     * casework counts its contacts as they come.
     */
    static final String SELECT = """
            select t.id, t.kind, t.value, t.role, t.persona_id, t.created_at, st.name as stratum, p.planted_at,
                coalesce(h.contacts, 0) as hits,
                (select received_at from journal where seq = h.last_seq) as last_hit_at
            from (select * from token
                  where id > $1 and ($2::text is null or role = $2) and ($3::text is null or kind = $3)
                  order by id limit $4) t
                join stratum st on st.id = t.stratum_id
                left join lateral (select planted_at from planting where persona_id = t.persona_id limit 1) p on true
                left join lateral (select contacts, last_seq from token_hit where token_id = t.id limit 1) h on true
            order by t.id
            """;

    private final Pool pool;

    public Tokens(Pool pool) {
        this.pool = pool;
    }

    /**
     * In the order of minting, from behind {@code after}.
     *
     * @param role only this one; {@code null} for all
     * @param kind only this one; {@code null} for all
     */
    public Future<Page<TokenView>> list(@Nullable TokenRole role, @Nullable TokenKind kind, long after, int limit) {
        Tuple values = Tuple.tuple()
                .addLong(after)
                .addString(role == null ? null : role.name())
                .addString(kind == null ? null : kind.name())
                .addInteger(limit + 1);
        return pool.preparedQuery(SELECT).execute(values).map(rows -> {
            List<TokenView> tokens = new ArrayList<>();
            rows.forEach(row -> tokens.add(view(row)));
            return Page.of(tokens, limit, TokenView::id);
        });
    }

    private static TokenView view(Row row) {
        OffsetDateTime planted = row.getOffsetDateTime("planted_at");
        OffsetDateTime lastHit = row.getOffsetDateTime("last_hit_at");
        return new TokenView(
                row.getLong("id"),
                TokenKind.valueOf(row.getString("kind")),
                row.getString("value"),
                TokenRole.valueOf(row.getString("role")),
                row.getString("stratum"),
                row.getLong("persona_id"),
                row.getOffsetDateTime("created_at").toInstant(),
                planted == null ? null : planted.toInstant(),
                row.getLong("hits"),
                lastHit == null ? null : lastHit.toInstant());
    }
}
