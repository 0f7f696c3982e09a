package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.model.TokenKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanterTest {
    private static final int PERSONAS = 40;
    private Fixture f;

    @BeforeEach
    void start() throws Exception {
        f = Fixture.sample();
    }

    @AfterEach
    void stop() {
        f.close();
    }

    @Test
    void plants_up_to_the_number_and_a_second_run_plants_nothing() {
        long before = f.number(f.desk, "select count(*) from customer");
        PlantReport first = f.planter(PERSONAS).topUp().await();
        assertThat(first.plantedNow()).isEqualTo(PERSONAS);
        assertThat(first.standing()).isEqualTo(PERSONAS);

        PlantReport second = f.planter(PERSONAS).topUp().await();
        assertThat(second).isEqualTo(new PlantReport(0, 0, 0, PERSONAS, first.controls()));
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(before + PERSONAS);

        PlantReport more = f.planter(PERSONAS + 5).topUp().await();
        assertThat(more.plantedNow()).isEqualTo(5);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(before + PERSONAS + 5);
    }

    @Test
    void every_persona_stands_in_the_desk_with_address_number_and_tickets_of_its_own() {
        f.planter(PERSONAS).topUp().await();
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where state = 'DONE' and row_key is not null"
                                + " and planted_at = '" + Fixture.NOW + "'"))
                .isEqualTo(PERSONAS);
        Set<String> keys = new HashSet<>(f.texts(f.barium, "select row_key from planting"));
        assertThat(f.texts(
                        f.desk,
                        "select id::text from customer where email like '%@post.example.org'"
                                + " or email like '%@mail.example.net'"))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(f.texts(
                        f.desk,
                        "select lower(email) from customer where email like '%.example.org'"
                                + " or email like '%.example.net'"))
                .containsExactlyInAnyOrderElementsOf(planted("EMAIL"));
        String ours = "(select id from customer where email ~ 'example[.](org|net)$')";
        assertThat(f.texts(f.desk, "select number from ticket where customer_id in " + ours))
                .containsExactlyInAnyOrderElementsOf(planted("TICKET"));
        assertThat(f.number(f.desk, "select count(distinct customer_id) from ticket where customer_id in " + ours))
                .isEqualTo(PERSONAS);
        Set<String> written = f.texts(f.desk, "select phone from customer where id in " + ours).stream()
                .flatMap(p -> TokenKeys.writtenPhone(p).stream())
                .collect(Collectors.toSet());
        List<String> lines = f.texts(
                f.barium,
                "select k.key from token_key k join token t on t.id = k.token_id"
                        + " where k.kind = 'PHONE' and t.role = 'PLANTED'");
        assertThat(planted("PHONE")).hasSize(PERSONAS);
        assertThat(lines.stream().filter(written::contains).count()).isGreaterThanOrEqualTo(PERSONAS);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where segments ->> 'queue' is null"
                                + " or segments ->> 'segment' is null or segments ->> 'product' is null"
                                + " or segments ->> 'locale' is null"))
                .isZero();
    }

    @Test
    void every_stratum_has_as_many_controls_as_planted_tokens_and_its_draw_can_be_made_again() {
        f.planter(PERSONAS).topUp().await();
        f.planter(PERSONAS + 7).topUp().await();
        assertThat(f.number(
                        f.barium,
                        "select count(*) from (select stratum_id from token group by stratum_id"
                                + " having sum((role = 'PLANTED')::int) <> sum((role = 'CONTROL')::int)) uneven"))
                .isZero();
        List<String> draws = f.texts(
                f.barium,
                "select s.seed || '|' || string_agg(t.value, ' ') || '|'"
                        + " || string_agg(t.value, ' ') filter (where t.role = 'PLANTED')"
                        + " from token t join stratum s on s.id = t.stratum_id group by s.seed, s.id, t.created_at");
        assertThat(draws).hasSizeGreaterThan(10);
        for (String draw : draws) {
            String[] part = draw.split("\\|", -1);
            assertThat(LabelDraw.planted(Long.parseLong(part[0]), List.of(part[1].split(" ", -1))))
                    .containsExactlyInAnyOrder(part[2].split(" ", -1));
        }
    }

    @Test
    void controls_are_given_to_nobody() {
        f.planter(PERSONAS).topUp().await();
        assertThat(f.texts(f.desk, "select lower(email) from customer where email is not null"))
                .doesNotContainAnyElementsOf(tokens("EMAIL", "CONTROL"));
        assertThat(f.texts(f.desk, "select number from ticket"))
                .doesNotContainAnyElementsOf(tokens("TICKET", "CONTROL"));
    }

    @Test
    void ticket_numbers_have_the_table_s_format_lie_in_its_gaps_and_fit_their_dates() {
        List<String> real = f.texts(f.desk, "select number from ticket");
        f.planter(PERSONAS).topUp().await();
        assertThat(planted("TICKET")).allMatch(n -> n.matches("HD-[0-9]{8}")).doesNotContainAnyElementsOf(real);
        assertThat(tokens("TICKET", "CONTROL"))
                .allMatch(n -> n.matches("HD-[0-9]{8}"))
                .doesNotContainAnyElementsOf(real);
        // number and date still rise together over the whole table
        assertThat(f.number(
                        f.desk,
                        "select count(*) from (select created_at < lag(created_at) over (order by number)"
                                + " as back from ticket) s where back"))
                .isZero();
        String last = real.stream().max(String::compareTo).orElseThrow();
        assertThat(planted("TICKET")).allMatch(n -> n.compareTo(last) < 0);
    }

    @Test
    void rows_are_spread_over_the_table_s_years_and_no_row_repeats_another() {
        f.planter(PERSONAS).topUp().await();
        String ours = " from customer where email ~ 'example[.](org|net)$'";
        assertThat(f.number(f.desk, "select count(distinct created_at::date)" + ours))
                .isGreaterThan(PERSONAS * 8 / 10);
        assertThat(f.number(f.desk, "select count(distinct extract(year from created_at))" + ours))
                .isGreaterThan(4);
        assertThat(f.number(
                        f.desk,
                        "select count(*)" + ours + " and created_at <"
                                + " (select min(created_at) from customer where email like '%.example')"))
                .isZero();
        assertThat(f.number(
                        f.desk,
                        "select count(*) from ticket t join customer c on c.id = t.customer_id"
                                + " where t.created_at < c.created_at"))
                .isZero();
        assertThat(f.number(f.desk, "select count(distinct lower(given_name || ' ' || family_name))" + ours))
                .isGreaterThanOrEqualTo(PERSONAS * 9 / 10);
        assertThat(f.number(f.desk, "select count(distinct segment)" + ours)).isGreaterThan(1);
        assertThat(f.number(f.desk, "select count(distinct locale)" + ours)).isGreaterThan(2);
        // addresses of one maker would all look alike
        Set<String> shapes = planted("EMAIL").stream()
                .map(a -> a.replaceAll("@.*", "").replaceAll("[a-z]+", "x").replaceAll("[0-9]+", "9"))
                .collect(Collectors.toSet());
        assertThat(shapes).hasSizeGreaterThan(3);
        assertThat(f.number(f.desk, "select count(distinct translate(phone, '0123456789', '9999999999'))" + ours))
                .isGreaterThan(8);
    }

    @Test
    void the_same_seed_and_table_give_the_same_personas() throws Exception {
        f.planter(PERSONAS).topUp().await();
        try (Fixture twin = Fixture.sample()) {
            twin.planter(PERSONAS).topUp().await();
            String all = "select kind || value || role from token order by 1";
            assertThat(twin.texts(twin.barium, all)).isEqualTo(f.texts(f.barium, all));
            String rows = "select (details -> 'row')::text from persona order by 1";
            assertThat(twin.texts(twin.barium, rows)).isEqualTo(f.texts(f.barium, rows));
        }
    }

    @Test
    void too_few_numbers_are_told_by_setting_and_count_and_nothing_is_begun() {
        NumberInventory few =
                new NumberInventory(NumberInventory.sample().numbers().subList(0, 12));
        assertThatThrownBy(() -> f.planter(10, f.support(), few).topUp().await())
                .isInstanceOf(InventoryTooSmall.class)
                .hasMessageContaining("support.numbers")
                .hasMessageContaining("8 are missing");
        assertThat(f.number(f.barium, "select (select count(*) from token) + (select count(*) from planting)"))
                .isZero();
        assertThat(f.number(f.desk, "select count(*) from customer where email not like '%.example'"))
                .isZero();
    }

    @Test
    void many_personas_are_planted_batch_by_batch_each_with_draws_of_its_own() {
        List<NumberInventory.Line> lines = IntStream.range(0, 420)
                .mapToObj(i -> new NumberInventory.Line("+1212555" + (1000 + i), 1, "US", "one"))
                .toList();
        f.planter(210, f.support(), new NumberInventory(lines)).topUp().await();
        assertThat(f.number(f.barium, "select count(distinct batch) from planting where state = 'DONE'"))
                .isEqualTo(2);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from (select from token group by stratum_id, created_at"
                                + " having sum((role = 'PLANTED')::int) <> sum((role = 'CONTROL')::int)) uneven"))
                .isZero();
        assertThat(f.number(f.desk, "select count(*) from customer where email not like '%.example'"))
                .isEqualTo(210);
    }

    @Test
    void two_planters_at_once_plant_once() {
        var one = f.planter(10).topUp();
        var two = f.planter(10).topUp();
        assertThat(one.await().plantedNow() + two.await().plantedNow()).isEqualTo(10);
        assertThat(f.number(f.barium, "select count(*) from planting")).isEqualTo(10);
    }

    private List<String> planted(String kind) {
        return tokens(kind, "PLANTED");
    }

    private List<String> tokens(String kind, String role) {
        return f.texts(f.barium, "select value from token where kind = '" + kind + "' and role = '" + role + "'");
    }
}
