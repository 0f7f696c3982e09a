package io.barium;

import io.barium.model.TokenKeys;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Puts personas and tokens into a test's registry by hand. */
public final class Registry {
    private static final Instant PLANTED = Instant.parse("2026-08-01T00:00:00Z");

    private final Pool pool;
    private final long stratum;

    /** The registry of a test's database. */
    public Registry(Pool pool) {
        this.pool = pool;
        this.stratum = id("insert into stratum (kind, name, seed) values ('EMAIL', 'all', 1) returning id");
    }

    /** Plants a persona with an address, a number and a ticket. */
    public long persona(String email, String phone, String ticket) {
        long persona = id("insert into persona (locale, given_name, family_name, details, created_at)"
                + " values ('en_US', 'Jane', 'Roe', '{}', now()) returning id");
        pool.preparedQuery("""
                        insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                        values ($1, 'helpdesk', 'DONE', gen_random_uuid(), '1',
                                '{"segment": "home", "product": "Shield"}', $2, $2)
                        """)
                .execute(Tuple.of(persona, PLANTED.atOffset(ZoneOffset.UTC)))
                .await();
        token(TokenKind.EMAIL, email, TokenRole.PLANTED, persona, List.of(TokenKeys.mail(email)));
        token(TokenKind.PHONE, phone, TokenRole.PLANTED, persona, TokenKeys.ownedPhone(phone, 1));
        token(TokenKind.TICKET, ticket, TokenRole.PLANTED, persona, TokenKeys.ticket(ticket));
        return persona;
    }

    /** Keeps a control number back. */
    public void controlPhone(String phone) {
        token(TokenKind.PHONE, phone, TokenRole.CONTROL, null, TokenKeys.ownedPhone(phone, 1));
    }

    private void token(TokenKind kind, String value, TokenRole role, Long persona, List<String> keys) {
        var rows = pool.preparedQuery("""
                        insert into token (kind, value, role, stratum_id, persona_id, created_at)
                        values ($1, $2, $3, $4, $5, now()) returning id
                        """)
                .execute(Tuple.of(kind.name(), value, role.name(), stratum, persona))
                .await();
        long id = rows.iterator().next().getLong("id");
        for (String key : keys) {
            pool.preparedQuery("insert into token_key (kind, key, token_id) values ($1, $2, $3)")
                    .execute(Tuple.of(kind.name(), key, id))
                    .await();
        }
    }

    private long id(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong("id");
    }
}
