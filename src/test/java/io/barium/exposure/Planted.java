package io.barium.exposure;

import io.barium.TestClock;
import io.barium.config.Secret;
import io.barium.config.Settings;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A registry with planted rows, and a recorder over it. */
final class Planted implements AutoCloseable {
    static final Instant PLANTED_AT = Instant.parse("2026-01-10T09:00:00Z");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final String SYSTEM = "helpdesk";
    static final Duration SKEW = Duration.ofMinutes(5);

    final Vertx vertx = Vertx.vertx();
    final PostgresAddress address = TestDatabase.migrated();
    final Pool pool = Pools.open(vertx, address, 6);
    final TestClock clock = new TestClock(NOW);
    final Pseudonyms pseudonyms = new Pseudonyms(new Secret("a secret of the tests, long enough"));
    final Recorder recorder = recorder();

    Recorder recorder(String... agents) {
        return recorder(pseudonyms, agents);
    }

    Recorder recorder(Pseudonyms under, String... agents) {
        return new Recorder(pool, under, new Settings.Exposures(null, List.of(agents), SKEW, List.of()), clock);
    }

    /** Plants a row; its planting's id. */
    long plant(String rowKey, Instant at) {
        return pool.preparedQuery("""
                        with p as (insert into persona (locale, given_name, family_name, details, created_at)
                                   values ('en_US', 'Jane', 'Roe', '{}', $2) returning id)
                        insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                        select id, 'helpdesk', 'DONE', gen_random_uuid(), $1, '{}', $2, $2 from p returning id
                        """)
                .execute(Tuple.of(rowKey, at.atOffset(ZoneOffset.UTC)))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    ImportReport record(LogRow... rows) {
        return recorder.record(SYSTEM, List.of(rows)).await();
    }

    static LoggedAccess view(long number, String at, String row, String agent, String queue) {
        return new LoggedAccess(number, Instant.parse(at), Action.VIEW, row, agent, null, queue, null, null);
    }

    long number(String sql) {
        return pool.query(sql).execute().await().iterator().next().getLong(0);
    }

    /** The first column, as text. */
    List<String> texts(String sql) {
        List<String> out = new ArrayList<>();
        for (Row row : pool.query(sql).execute().await()) {
            out.add(String.valueOf(row.getValue(0)));
        }
        return out;
    }

    /** Everything in the database, as text. */
    String dump() {
        StringBuilder all = new StringBuilder();
        for (String table : texts("select quote_ident(table_name) from information_schema.tables"
                + " where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'flyway%'")) {
            texts("select t::text from " + table + " t")
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }

    @Override
    public void close() {
        pool.close().await();
        vertx.close().await();
    }
}
