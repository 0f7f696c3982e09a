package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.Registry;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.TokenKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryIndexTest {
    private static final String JANE = "jane.roe84@postwren.example";
    private static final String TOM = "tom.hale@postwren.example";

    private final Vertx vertx = Vertx.vertx();
    private Pool pool;
    private Registry registry;
    private RegistryIndex index;

    @BeforeEach
    void open() {
        PostgresAddress database = TestDatabase.migrated();
        pool = Pools.open(vertx, database, 4);
        registry = new Registry(pool);
        index = new RegistryIndex(vertx);
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    private boolean has(String mail) {
        return index.index().find(TokenKind.EMAIL, mail).length > 0;
    }

    private void execute(String sql) {
        pool.query(sql).execute().await();
    }

    @Test
    void a_refresh_brings_what_was_registered_since_the_last_one() {
        index.refresh(pool).await();
        assertThat(index.loaded()).isTrue();
        assertThat(index.index().size()).isZero();
        registry.persona(JANE, "+12125550123", "SR-10482913");
        assertThat(has(JANE)).isFalse();
        index.refresh(pool).await();
        assertThat(has(JANE)).isTrue();
        registry.persona(TOM, "+12125550124", "SR-10483377");
        index.refresh(pool).await();
        assertThat(has(JANE) && has(TOM)).isTrue();
        assertThat(index.index().size()).isEqualTo(10);
    }

    @Test
    void a_database_restored_to_an_earlier_state_is_read_from_nothing() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        registry.persona(TOM, "+12125550124", "SR-10483377");
        index.refresh(pool).await();
        // its planting took the first number
        execute("delete from token_key where n > 6");
        index.refresh(pool).await();
        assertThat(has(JANE)).isTrue();
        assertThat(has(TOM)).isFalse();
        assertThat(index.index().size()).isEqualTo(5);
    }

    @Test
    void a_database_that_went_another_way_to_the_same_number_is_read_from_nothing() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        index.refresh(pool).await();
        execute("truncate token_key restart identity");
        registry.persona(TOM, "+12125550124", "SR-10483377");
        index.refresh(pool).await();
        assertThat(has(JANE)).isFalse();
        assertThat(has(TOM)).isTrue();
    }

    @Test
    void an_empty_registry_forgets_everything() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        index.refresh(pool).await();
        execute("truncate token_key");
        index.refresh(pool).await();
        assertThat(index.index().size()).isZero();
    }

    @Test
    void a_large_registry_is_read_page_by_page() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        execute(
                "insert into token_key (kind, key, token_id) select 'TICKET', 'x' || i, 1 from generate_series(1, 45000) i");
        index.refresh(pool).await();
        assertThat(index.index().size()).isEqualTo(45_005);
        assertThat(index.index().find(TokenKind.TICKET, "x45000")).containsExactly(1);
        assertThat(has(JANE)).isTrue();
    }

    @Test
    void a_refresh_that_was_given_up_leaves_the_index_to_the_next_one() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        execute(
                "insert into token_key (kind, key, token_id) select 'TICKET', 'x' || i, 1 from generate_series(1, 45000) i");
        Future<Void> givenUp = index.refresh(pool);
        index.refresh(pool).await();
        givenUp.otherwiseEmpty().await();
        assertThat(index.index().size()).isEqualTo(45_005);
        assertThat(index.index().find(TokenKind.TICKET, "x1")).containsExactly(1);
        assertThat(index.index().find(TokenKind.TICKET, "x45000")).containsExactly(1);
        assertThat(has(JANE)).isTrue();
    }

    @Test
    void numbers_follow_the_order_of_commits_because_a_second_writer_waits_for_the_first() {
        registry.persona(JANE, "+12125550123", "SR-10482913");
        SqlConnection first = pool.getConnection().await();
        SqlConnection second = pool.getConnection().await();
        first.query("begin").execute().await();
        first.query("insert into token_key (kind, key, token_id) values ('TICKET', 'first', 1)")
                .execute()
                .await();
        var waiting = second.query("insert into token_key (kind, key, token_id) values ('TICKET', 'second', 1)")
                .execute();
        index.refresh(pool).await();
        assertThat(waiting.isComplete()).isFalse();
        first.query("commit").execute().await();
        waiting.await();
        first.close().await();
        second.close().await();
        var keys = pool.query("select key from token_key where key in ('first', 'second') order by n")
                .execute()
                .await();
        assertThat(keys).extracting(r -> r.getString(0)).containsExactly("first", "second");
        index.refresh(pool).await();
        assertThat(index.index().find(TokenKind.TICKET, "first")).isNotEmpty();
        assertThat(index.index().find(TokenKind.TICKET, "second")).isNotEmpty();
    }
}
