package io.barium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.config.Settings;
import io.barium.config.SettingsReader;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.provider.Providers;
import io.barium.seed.Progress;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final int CUSTOMERS = 120;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2026-08-14T09:00:00Z"));
    private PostgresAddress support;
    private Pool barium;

    @BeforeEach
    void fill() throws Exception {
        support = TestDatabase.empty();
        LiveSite.fill(support, 3, CUSTOMERS, Progress.NONE);
        barium = Pools.open(vertx, TestDatabase.migrated(), 2);
    }

    @AfterEach
    void close() {
        barium.close().await();
        vertx.close().await();
    }

    /** As the service does after it has started. */
    private void count(Instant expected) throws Exception {
        Settings settings = SettingsReader.read(
                null,
                Map.of(
                        "BARIUM_SUPPORT_URL",
                        support.jdbcUrl().replace("jdbc:", ""),
                        "BARIUM_SUPPORT_USERNAME",
                        "postgres"),
                Providers.variants());
        try (Counting counting = new Counting(vertx, settings, barium, support, clock)) {
            counting.start();
            await().untilAsserted(() -> assertThat(last()).isEqualTo(expected));
        }
    }

    private @Nullable Instant last() {
        OffsetDateTime at =
                first(barium, "select max(counted_at) from segment_count").getOffsetDateTime(0);
        return at == null ? null : at.toInstant();
    }

    private static Row first(Pool pool, String sql) {
        return pool.query(sql).execute().await().iterator().next();
    }

    @Test
    void real_customers_are_counted_at_the_start_and_again_a_day_later() throws Exception {
        new Registry(barium).persona("jane.roe84@postwren.example", "+12125550123", "SR-10482913");
        Pool desk = Pools.open(vertx, support, 1);
        String row = first(desk, "select min(id::text) from customer").getString(0);
        desk.close().await();
        barium.preparedQuery("update planting set row_key = $1")
                .execute(Tuple.of(row))
                .await();
        count(clock.instant());
        clock.advance(Duration.ofDays(1));
        count(clock.instant());
        assertThat(first(
                                barium,
                                "select sum(customers)::bigint from segment_count where segment like 'country:%'"
                                        + " and counting = (select max(counting) from segment_count)")
                        .getLong(0))
                .as("without the planted one")
                .isEqualTo(CUSTOMERS - 1);
    }
}
