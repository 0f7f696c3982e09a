package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollingTest {
    private static final int PERSONAS = 12;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final NumberInventory LINES = new NumberInventory(IntStream.range(0, 400)
            .mapToObj(i -> new NumberInventory.Line("+1212555" + (1000 + i), 1, "US", "one"))
            .toList());
    private final TestClock clock = new TestClock(Fixture.NOW);
    private Fixture f;
    private long customers;

    @BeforeEach
    void start() throws Exception {
        f = Fixture.sample();
        customers = f.number(f.desk, "select count(*) from customer");
        plant();
    }

    @AfterEach
    void stop() {
        f.close();
    }

    @Test
    void without_the_setting_rows_stand_for_ever() {
        clock.advance(MONTH.multipliedBy(20));
        PlantReport report =
                f.planter(PERSONAS, null, f.support(), LINES, clock).topUp().await();
        assertThat(report.plantedNow() + report.retired()).isZero();
    }

    @Test
    void what_has_stood_long_enough_is_replaced_and_its_values_stay_watched() {
        List<String> old = f.texts(f.barium, "select row_key from planting");
        List<String> tokens = f.texts(f.barium, "select value from token");
        clock.advance(MONTH);
        PlantReport report = plant();
        assertThat(report.retired()).isEqualTo(PERSONAS);
        assertThat(report.plantedNow()).isEqualTo(PERSONAS);
        assertThat(report.standing()).isEqualTo(PERSONAS);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS);
        assertThat(f.texts(f.desk, "select id::text from customer")).doesNotContainAnyElementsOf(old);
        assertThat(f.texts(f.barium, "select row_key from planting where state = 'RETIRED'"))
                .containsExactlyInAnyOrderElementsOf(old);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where state = 'RETIRED' and retired_at = '" + clock.instant()
                                + "' and retiring_at = retired_at"))
                .isEqualTo(PERSONAS);
        assertThat(f.texts(f.barium, "select value from token")).containsAll(tokens);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from token t where not exists"
                                + " (select from token_key k where k.token_id = t.id)"))
                .isZero();
    }

    @Test
    void rows_that_were_planted_on_one_day_go_at_a_steady_pace() {
        for (int day = 5; day <= 60; day += 5) {
            clock.advance(Duration.ofDays(5));
            assertThat(plant().retired()).as("day " + day).isEqualTo(PERSONAS * 5 / 30);
            assertThat(standing()).isEqualTo(PERSONAS);
        }
        assertThat(f.number(f.barium, "select count(distinct planted_at) from planting where state = 'DONE'"))
                .isEqualTo(6);
        assertThat(f.number(
                        f.barium,
                        "select extract(day from max(retired_at - planted_at))::int from planting"
                                + " where planted_at > '" + Fixture.NOW + "'"))
                .isEqualTo(30);
    }

    @Test
    void rows_that_are_new_do_not_go_because_none_has_gone_for_long() {
        clock.advance(Duration.ofDays(20));
        f.planter(3 * PERSONAS, null, f.support(), LINES, clock).topUp().await();
        PlantReport report = f.planter(3 * PERSONAS, MONTH, f.support(), LINES, clock)
                .topUp()
                .await();
        assertThat(report.retired()).isEqualTo(PERSONAS * 20 / 30);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where state = 'RETIRED' and planted_at > '" + Fixture.NOW + "'"))
                .isZero();
    }

    @Test
    void a_second_run_on_the_same_day_changes_nothing() {
        clock.advance(MONTH);
        plant();
        assertThat(plant()).isEqualTo(new PlantReport(0, 0, 0, PERSONAS, controls()));
    }

    @Test
    void without_numbers_for_new_ones_the_old_ones_stay() {
        clock.advance(MONTH);
        NumberInventory few = new NumberInventory(LINES.numbers().subList(0, 2 * PERSONAS));
        assertThatThrownBy(() -> f.planter(PERSONAS, MONTH, f.support(), few, clock)
                        .topUp()
                        .await())
                .isInstanceOf(InventoryTooSmall.class);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS);
        assertThat(f.number(f.barium, "select count(*) from planting where state = 'DONE' and retiring_at is null"))
                .isEqualTo(PERSONAS);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_REMOVAL", "AFTER_THE_REMOVAL"})
    void a_retirement_that_died_is_brought_to_an_end_and_the_row_was_gone_by_the_time_noted(DyingPlanting.Step step) {
        clock.advance(MONTH);
        Instant begun = clock.instant();
        Planter dying = f.planter(PERSONAS, MONTH, new DyingPlanting(f.support(), step), LINES, clock);
        assertThatThrownBy(() -> dying.topUp().await())
                .hasMessageContaining("support.rollAfter")
                .hasMessageContaining("died");
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where state = 'DONE' and retiring_at = '" + begun
                                + "' and retired_at is null"))
                .isEqualTo(PERSONAS);

        clock.advance(Duration.ofDays(2));
        Planter next = f.planter(PERSONAS, MONTH, f.support(), LINES, clock);
        assertThat(next.reconcile().await()).isEqualTo(PERSONAS);
        assertThat(f.number(
                        f.barium,
                        "select count(*) from planting where state = 'RETIRED' and retiring_at = '" + begun
                                + "' and retired_at >= '" + Fixture.NOW + "'"))
                .isEqualTo(PERSONAS);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS);
        assertThat(plant().plantedNow()).isZero();
        assertThat(standing()).isEqualTo(PERSONAS);
    }

    @Test
    void a_row_that_others_refer_to_stays_as_an_empty_shell() {
        String looked =
                f.texts(f.barium, "select row_key from planting order by id").get(3);
        f.desk.query(
                        "insert into access_log (at, agent_id, action, customer_id) select now(), (select id from agent limit 1),"
                                + " 'VIEW', '" + looked + "'")
                .execute()
                .await();
        clock.advance(MONTH);
        assertThat(plant().retired()).isEqualTo(PERSONAS);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS + 1);
        assertThat(f.texts(
                        f.desk,
                        "select concat_ws('|', given_name, family_name, email, phone, street, city, postcode)"
                                + " from customer where id = '" + looked + "'"))
                .containsExactly("");
        assertThat(f.number(f.desk, "select count(*) from ticket where customer_id = '" + looked + "'"))
                .isZero();
        assertThat(f.number(f.desk, "select count(*) from access_log where customer_id = '" + looked + "'"))
                .isEqualTo(1);
        assertThat(f.number(f.barium, "select count(*) from planting where state = 'RETIRED'"))
                .isEqualTo(PERSONAS);
    }

    private PlantReport plant() {
        return f.planter(PERSONAS, MONTH, f.support(), LINES, clock).topUp().await();
    }

    private long standing() {
        return f.number(f.barium, "select count(*) from planting where state = 'DONE'");
    }

    private int controls() {
        return (int) f.number(f.barium, "select count(*) from token where role = 'CONTROL'");
    }
}
