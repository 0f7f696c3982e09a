package io.barium.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    @Test
    void a_generated_key_is_told_once_and_works_and_a_configured_one_makes_it_needless() {
        Vertx vertx = Vertx.vertx();
        Pool pool = Pools.open(vertx, TestDatabase.migrated(), 2);
        ApiKeys configured = new ApiKeys(pool, new Secret("set by hand"), Clock.systemUTC());
        assertThat(configured.ensureKey().await()).isEmpty();
        assertThat(configured.authenticate("set by hand").await()).hasValue("configured");

        ApiKeys keys = new ApiKeys(pool, null, Clock.systemUTC());
        String key = keys.ensureKey().await().orElseThrow();
        assertThat(keys.ensureKey().await()).isEmpty();
        assertThat(keys.authenticate(key).await()).hasValue("first");
        assertThat(keys.authenticate(key + "x").await()).isEmpty();
        assertThat(keys.authenticate("set by hand").await()).isEmpty();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_key_that_was_added_works_under_its_name_and_no_two_have_the_same() {
        Vertx vertx = Vertx.vertx();
        Pool pool = Pools.open(vertx, TestDatabase.migrated(), 2);
        ApiKeys keys = new ApiKeys(pool, null, Clock.systemUTC());
        String key = keys.add("anna").await();
        assertThat(keys.authenticate(key).await()).hasValue("anna");
        assertThatThrownBy(() -> keys.add("anna").await()).hasMessageContaining("anna");
        assertThatThrownBy(() -> keys.add("configured").await()).hasMessageContaining("name");
        assertThatThrownBy(() -> keys.add(" ").await()).hasMessageContaining("name");
        pool.close().await();
        vertx.close().await();
    }
}
