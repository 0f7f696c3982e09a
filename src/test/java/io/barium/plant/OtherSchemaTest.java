package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Customers;
import io.barium.config.Settings.Mapping;
import io.barium.config.Settings.Tickets;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class OtherSchemaTest {
    private static final Mapping MAPPING = new Mapping(
            new Customers(
                    "crm.Kontakte",
                    "Nr",
                    "Vorname",
                    "Nachname",
                    "E_Mail",
                    "Telefon",
                    null,
                    null,
                    null,
                    null,
                    "Ort",
                    null,
                    null,
                    "angelegt"),
            new Tickets("crm.vorgang", "id", "kontakt", "nummer", "gruppe", null, null, null, "am"));

    @Test
    void another_schema_with_other_names_and_types_needs_the_mapping_alone() throws Exception {
        PostgresAddress address = TestDatabase.empty();
        try (Connection c = DriverManager.getConnection(address.jdbcUrl(), address.username(), "")) {
            c.createStatement().execute("""
                    create schema crm;
                    create type crm.gruppe as enum ('Technik', 'Rechnung');
                    create table crm."Kontakte" ("Nr" serial primary key, "Vorname" varchar(40), "Nachname" varchar(40),
                        "E_Mail" text unique, "Telefon" text, "Ort" text, angelegt timestamp not null);
                    create table crm.vorgang (id bigint generated always as identity primary key,
                        kontakt int not null references crm."Kontakte", nummer int not null unique,
                        gruppe crm.gruppe not null, am date not null);
                    insert into crm."Kontakte" ("Vorname", "Nachname", "E_Mail", "Telefon", "Ort", angelegt)
                        select v, n, lower(left(v, 1) || n) || '@kunde.example', '030 / 23125 ' || 100 + i, 'Berlin',
                            timestamp '2024-01-01' + i * interval '7 hours'
                        from (select i, (array['Anna', 'Jens', 'Uwe', 'Ruth', 'Olga'])[1 + i % 5] as v,
                            'Berg' || chr(97 + i % 26) || chr(97 + i / 26) as n from generate_series(0, 299) i) p;
                    insert into crm.vorgang (kontakt, nummer, gruppe, am)
                        select "Nr", 5000 + 4 * "Nr", case when "Nr" % 3 = 0 then 'Rechnung' else 'Technik' end
                            ::crm.gruppe, angelegt + interval '2 days' from crm."Kontakte";
                    """);
        }
        try (Fixture f = Fixture.of(address, MAPPING)) {
            assertThat(f.planter(12).topUp().await().standing()).isEqualTo(12);
            assertThat(f.number(
                            f.desk,
                            "select count(*) from crm.\"Kontakte\" k join crm.vorgang v on v.kontakt ="
                                    + " k.\"Nr\" where \"E_Mail\" ~ 'example[.](org|net)$' and v.nummer % 4 <> 0"
                                    + " and v.am >= k.angelegt::date"))
                    .isGreaterThanOrEqualTo(12);
            assertThat(f.texts(f.barium, "select row_key from planting"))
                    .containsExactlyInAnyOrderElementsOf(f.texts(
                            f.desk, "select \"Nr\"::text from crm.\"Kontakte\" where \"E_Mail\" not like '%kunde%'"));
            assertThat(f.planter(12).topUp().await().plantedNow()).isZero();
            assertThat(new SegmentCounts(f.barium, f.support(), "helpdesk", Clock.systemUTC())
                            .refresh()
                            .await())
                    .isEqualTo(2);
            assertThat(f.texts(f.barium, "select segment || ' ' || customers from segment_count order by 1"))
                    .containsExactly("queue:Rechnung 100", "queue:Technik 200");
        }
    }
}
