package io.barium.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentCountsTest {
    private static final String REAL = " where coalesce(email, '') !~ 'example[.](org|net)$'";
    private static final String STORED =
            "select segment || ' ' || customers from segment_count where system = 'helpdesk'"
                    + " and counting = (select max(counting) from segment_count)";
    private final TestClock clock = new TestClock(Fixture.NOW);
    private Fixture f;
    private SegmentCounts counts;

    @BeforeEach
    void start() throws Exception {
        f = Fixture.sample();
        counts = new SegmentCounts(f.barium, f.support(), "helpdesk", clock);
    }

    @AfterEach
    void stop() {
        f.close();
    }

    @Test
    void the_counts_are_those_of_the_customers_table_before_anything_was_planted() {
        List<String> before = direct("");
        assertThat(before).hasSizeGreaterThan(12).anyMatch(s -> s.startsWith("country:US "));
        f.planter(40).topUp().await();
        assertThat(counts.refresh().await()).isEqualTo(before.size());
        assertThat(f.texts(f.barium, STORED))
                .containsExactlyInAnyOrderElementsOf(before)
                .containsExactlyInAnyOrderElementsOf(direct(REAL));
        assertThat(direct("")).as("with planted ones").isNotEqualTo(before);
    }

    @Test
    void every_segment_of_a_planting_but_its_agent_has_a_count() {
        f.planter(40).topUp().await();
        counts.refresh().await();
        assertThat(f.texts(
                        f.barium,
                        "select distinct s.key || ':' || s.value from planting p,"
                                + " json_each_text(p.segments) s where s.key <> 'agent'"))
                .isNotEmpty()
                .isSubsetOf(f.texts(f.barium, "select segment from segment_count"));
    }

    @Test
    void counting_again_replaces_what_was_counted_and_forgets_what_is_gone() {
        counts.refresh().await();
        long there =
                f.number(f.desk, "select count(*) from customer where product = (select min(product) from customer)");
        f.desk.query("update customer set product = 'only one' where product = (select min(product) from customer)")
                .execute()
                .await();
        clock.advance(Duration.ofDays(1));
        counts.refresh().await();
        assertThat(f.texts(f.barium, STORED))
                .contains("product:only one " + there)
                .containsExactlyInAnyOrderElementsOf(direct(""));
        assertThat(f.texts(
                        f.barium,
                        "select distinct counted_at = '" + clock.instant() + "' from segment_count"
                                + " where counting = (select max(counting) from segment_count)"))
                .containsExactly("true");
    }

    @Test
    void it_is_counted_again_only_where_something_is_planted_and_the_last_counting_is_old() {
        counts.refreshAfter(Duration.ofDays(1)).await();
        assertThat(f.texts(f.barium, STORED)).isEmpty();
        f.planter(4).topUp().await();
        counts.refreshAfter(Duration.ofDays(1)).await();
        clock.advance(Duration.ofHours(23));
        counts.refreshAfter(Duration.ofDays(1)).await();
        assertThat(f.number(f.barium, "select count(distinct counting) from segment_count"))
                .isEqualTo(1);
        clock.advance(Duration.ofHours(1));
        counts.refreshAfter(Duration.ofDays(1)).await();
        assertThat(f.number(f.barium, "select count(distinct counting) from segment_count"))
                .isEqualTo(2);
    }

    @Test
    void when_counting_fails_the_last_counts_stay_and_it_never_writes() {
        counts.refresh().await();
        List<String> before = f.texts(f.barium, STORED);
        f.desk.query("alter table ticket rename to moved").execute().await();
        assertThatThrownBy(() -> counts.refresh().await()).hasMessageContaining("ticket");
        assertThat(f.texts(f.barium, STORED)).isEqualTo(before);
        f.desk.query(
                        "create view ticket as select m.*, nextval(pg_get_serial_sequence('access_log', 'id')) from moved m")
                .execute()
                .await();
        assertThatThrownBy(() -> counts.refresh().await()).hasMessageContaining("read-only");
    }

    private List<String> direct(String where) {
        return f.texts(
                f.desk,
                "with mine as (select * from customer" + where + ")"
                        + " select 'segment:' || segment || ' ' || count(*) from mine group by segment"
                        + " union all select 'product:' || product || ' ' || count(*) from mine group by product"
                        + " union all select 'locale:' || locale || ' ' || count(*) from mine group by locale"
                        + " union all select 'country:' || country || ' ' || count(*) from mine group by country"
                        + " union all select 'queue:' || queue || ' ' || count(*) from (select distinct queue, customer_id"
                        + " from ticket join mine on mine.id = customer_id) q group by queue");
    }
}
