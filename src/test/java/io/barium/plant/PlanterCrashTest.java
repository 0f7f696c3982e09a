package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies between two steps; the next one has to leave neither an orphan row nor a forgotten one. */
class PlanterCrashTest {
    private static final int PERSONAS = 6;
    private Fixture f;
    private long customers;
    private long tickets;

    @BeforeEach
    void start() throws Exception {
        f = Fixture.sample();
        customers = f.number(f.desk, "select count(*) from customer");
        tickets = f.number(f.desk, "select count(*) from ticket");
    }

    @AfterEach
    void stop() {
        f.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_PROFILE", "AFTER_THE_PROFILE", "BEFORE_THE_INSERT", "AFTER_THE_INSERT"})
    void the_next_top_up_brings_it_to_an_end(DyingPlanting.Step step) {
        Planter dying = f.planter(PERSONAS, new DyingPlanting(f.support(), step), NumberInventory.sample());
        assertThatThrownBy(() -> dying.topUp().await()).hasMessage("died");
        boolean intended = step == DyingPlanting.Step.BEFORE_THE_INSERT || step == DyingPlanting.Step.AFTER_THE_INSERT;
        assertThat(f.number(f.barium, "select count(*) from planting where state = 'INTENDED'"))
                .isEqualTo(intended ? PERSONAS : 0);

        PlantReport report = f.planter(PERSONAS).topUp().await();
        assertThat(report.reconciled()).isEqualTo(intended ? PERSONAS : 0);
        assertThat(report.plantedNow()).isEqualTo(intended ? 0 : PERSONAS);
        assertEverythingIsThereOnce();
    }

    @Test
    void dying_before_the_plantings_are_recorded_as_done_is_mended_by_reconcile_alone() {
        refuse("before update on planting", "planting_done");
        assertThatThrownBy(() -> f.planter(PERSONAS).topUp().await()).hasMessageContaining("died");
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS);
        f.barium.query("drop trigger planting_done on planting").execute().await();

        assertThat(f.planter(PERSONAS).reconcile().await()).isEqualTo(PERSONAS);
        assertThat(f.planter(PERSONAS).reconcile().await()).isZero();
        assertEverythingIsThereOnce();
    }

    @Test
    void dying_within_the_first_transaction_leaves_no_trace() {
        refuse("before insert on planting", "planting_intended");
        assertThatThrownBy(() -> f.planter(PERSONAS).topUp().await()).hasMessageContaining("died");
        for (String table : List.of("persona", "token", "token_key", "planting", "stratum")) {
            assertThat(f.number(f.barium, "select count(*) from " + table))
                    .as(table)
                    .isZero();
        }
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers);
        f.barium.query("drop trigger planting_intended on planting").execute().await();

        assertThat(f.planter(PERSONAS).topUp().await().plantedNow()).isEqualTo(PERSONAS);
        assertEverythingIsThereOnce();
    }

    @Test
    void a_refused_row_takes_its_whole_batch_back() {
        f.desk.query("alter table ticket add constraint refused check (created_at < '2000-01-01') not valid")
                .execute()
                .await();
        assertThatThrownBy(() -> f.planter(PERSONAS).topUp().await()).hasMessageContaining("refused");
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers);
        f.desk.query("alter table ticket drop constraint refused").execute().await();

        assertThat(f.planter(PERSONAS).topUp().await().reconciled()).isEqualTo(PERSONAS);
        assertEverythingIsThereOnce();
    }

    @Test
    void what_was_planted_can_be_removed() {
        f.planter(PERSONAS).topUp().await();
        f.support().remove(f.texts(f.barium, "select row_key from planting")).await();
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers);
        assertThat(f.number(f.desk, "select count(*) from ticket")).isEqualTo(tickets);
    }

    private void assertEverythingIsThereOnce() {
        assertThat(f.number(f.barium, "select count(*) from planting where state = 'DONE' and row_key is not null"))
                .isEqualTo(PERSONAS);
        assertThat(f.number(f.barium, "select count(*) from planting")).isEqualTo(PERSONAS);
        assertThat(f.number(f.desk, "select count(*) from customer")).isEqualTo(customers + PERSONAS);
        assertThat(f.texts(f.desk, "select id::text from customer where email not like '%.example'"))
                .containsExactlyInAnyOrderElementsOf(f.texts(f.barium, "select row_key from planting"));
        assertThat(f.number(f.desk, "select count(*) from ticket") - tickets)
                .isEqualTo(f.number(f.barium, "select count(*) from token where kind = 'TICKET' and role = 'PLANTED'"));
    }

    private void refuse(String when, String name) {
        f.barium
                .query("create or replace function die() returns trigger language plpgsql as"
                        + " 'begin raise exception ''died''; end'")
                .execute()
                .await();
        f.barium
                .query("create trigger " + name + " " + when + " for each row execute function die()")
                .execute()
                .await();
    }
}
