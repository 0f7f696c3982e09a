package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the process that faces the internet may do in the database. */
class IntakeRoleTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool owner = Pools.open(vertx, address, 2);
    private Pool pool;

    @BeforeEach
    void makeRole() {
        String role = "door_" + address.database();
        owner.query("create role " + role + " login in role barium_intake")
                .execute()
                .await();
        pool = Pools.open(
                vertx, new PostgresAddress(address.host(), address.port(), address.database(), role, null), 4);
    }

    @AfterEach
    void close() {
        pool.close().await();
        owner.close().await();
        vertx.close().await();
    }

    @Test
    void it_journals_contacts_and_tells_retries_from_replays() throws Exception {
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        assertThat(journal.append(Events.sms("SM1")).await()).isEqualTo(Receipt.STORED);
        assertThat(journal.append(Events.sms("SM1")).await()).isEqualTo(Receipt.KNOWN);
        assertThat(journal.append(Events.sms("SM1", "another text")).await()).isEqualTo(Receipt.CONFLICT);
        assertThat(new JournalWriter(vertx, pool, () -> {})
                        .append(Events.sms("SM2"))
                        .await())
                .isEqualTo(Receipt.STORED);
        List<Future<Receipt>> together =
                Events.many("together-", 50).stream().map(journal::append).toList();
        Future.all(together).await();
        assertThat(together).extracting(Future::result).containsOnly(Receipt.STORED);
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        assertThat(ChainVerifier.verify(address).rows()).isEqualTo(52);
    }

    @Test
    void it_can_read_neither_the_registry_nor_the_journal_nor_anything_else() {
        for (String table : texts("select relname from pg_class where relkind in ('r', 'p', 'v', 'm')"
                + " and relnamespace = 'public'::regnamespace")) {
            assertThatThrownBy(
                            () -> pool.query("select * from " + table).execute().await())
                    .as(table)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void it_may_not_choose_the_number_of_a_row() {
        assertThatThrownBy(() -> pool.query("insert into journal (seq) values (19999999999)")
                        .execute()
                        .await())
                .hasMessageContaining("permission denied");
    }

    @Test
    void it_may_insert_into_the_journals_three_tables_and_has_no_other_right() {
        assertThat(texts("""
                        select c.relname || ' ' || p.privilege
                        from pg_class c cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'),
                                                           ('REFERENCES'), ('TRIGGER')) p(privilege)
                        where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace
                          and has_table_privilege('barium_intake', c.oid, p.privilege) order by 1
                        """)).containsExactly("journal_chain INSERT", "journal_event INSERT");
        assertThat(texts("""
                        select privilege_type from information_schema.column_privileges
                        where grantee = 'barium_intake' and table_name = 'journal' group by 1
                        """)).containsExactly("INSERT");
        assertThat(texts("""
                        select attname from pg_attribute where attrelid = 'journal'::regclass and attnum > 0
                          and not attisdropped and not has_column_privilege('barium_intake', attrelid, attnum, 'INSERT')
                        """)).containsExactly("seq");
        assertThat(texts("""
                        select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
                          and has_function_privilege('barium_intake', oid, 'EXECUTE') order by 1
                        """)).containsExactly("journal_known", "journal_newest_hash");
    }

    private List<String> texts(String sql) {
        List<String> out = new ArrayList<>();
        owner.query(sql).execute().await().forEach(r -> out.add(r.getString(0)));
        return out;
    }
}
