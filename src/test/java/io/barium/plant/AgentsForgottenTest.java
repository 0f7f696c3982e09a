package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Migrations;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class AgentsForgottenTest {
    @Test
    void a_new_planting_keeps_no_agent_once_it_stands() throws Exception {
        try (Fixture f = Fixture.sample()) {
            f.planter(20).topUp().await();
            List<String> agents = f.texts(f.desk, "select id::text from agent");
            String registry = String.join("\n", f.texts(f.barium, "select p::text from persona p"))
                    + String.join("\n", f.texts(f.barium, "select p::text from planting p"));
            assertThat(registry).contains("queue").doesNotContain(agents);
            assertThat(f.number(
                            f.desk,
                            "select count(*) from ticket where agent_id is not null"
                                    + " and customer_id::text in (select unnest(array['"
                                    + String.join("','", f.texts(f.barium, "select row_key from planting")) + "']))"))
                    .isPositive();
        }
    }

    @Test
    void an_older_registry_forgets_its_agents_and_nothing_else() throws Exception {
        PostgresAddress address = TestDatabase.empty();
        Flyway.configure(getClass().getClassLoader())
                .dataSource(address.jdbcUrl(), address.username(), address.password())
                .locations("classpath:db/migration")
                .target("7")
                .load()
                .migrate();
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), "")) {
            c.createStatement().execute("""
                    insert into persona (locale, given_name, family_name, details, created_at)
                        select 'en_US', 'A', 'B', ('{"row":{"email":"a' || i || '@x.example","tickets":[{"number":"1","agent":"u17"},'
                            || '{"number":"2","agent":null}]},"phone":"+1"}')::json, now() from generate_series(1, 2) i;
                    insert into planting (persona_id, system, state, batch, row_key, segments, intended_at, planted_at)
                        select id, 'helpdesk', case when id = 1 then 'DONE' else 'INTENDED' end, gen_random_uuid(), null,
                            '{"queue":"billing","agent":"u17"}', now(), case when id = 1 then now() end from persona;
                    """);
            Migrations.run(address);
            try (var rows = c.createStatement().executeQuery("""
                    select p.segments::text, q.details::text from planting p join persona q on q.id = p.persona_id order by p.id
                    """)) {
                rows.next();
                assertThat(rows.getString(1)).contains("billing").doesNotContain("u17");
                assertThat(rows.getString(2))
                        .contains("a1@x.example", "\"number\": \"1\"", "\"number\": \"2\"", "+1")
                        .doesNotContain("u17");
                rows.next();
                assertThat(rows.getString(1)).doesNotContain("u17");
                assertThat(rows.getString(2)).as("still to be inserted").contains("u17");
            }
        }
    }
}
