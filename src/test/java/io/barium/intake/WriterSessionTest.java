package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.db.EmbeddedServer;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterSessionTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool asked = Pools.open(vertx, address, 1);

    @AfterEach
    void close() {
        asked.close().await();
        vertx.close().await();
    }

    @Test
    void a_writer_whose_connections_were_closed_goes_on_over_new_ones_and_gives_the_old_ones_back() throws Exception {
        Pool pool = Pools.open(vertx, address, 2);
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        for (int round = 1; round <= 3; round++) {
            delivered(journal, Events.sms("a" + round));
            assertThat(terminated()).isEqualTo(2);
        }
        delivered(journal, Events.sms("b"));
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        assertThat(ChainVerifier.verify(address).chains()).isEqualTo(4);
        pool.close().await();
    }

    @Test
    void two_servers_behind_one_address_are_refused_because_one_cannot_bring_to_disk_what_the_other_committed(
            @TempDir Path dir) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(dir)) {
            PostgresAddress other = server.database("barium");
            Migrations.run(other);
            Pool pool = PgBuilder.pool()
                    .with(new PoolOptions().setMaxSize(4))
                    .connectingTo(List.of(address.options(), other.options()))
                    .using(vertx)
                    .build();
            JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
            assertThatThrownBy(() -> journal.append(Events.sms("a")).await())
                    .hasMessageContaining("database.url")
                    .hasMessageContaining("several servers");
            assertThat(asked.query("select 1 from journal").execute().await().size())
                    .isZero();
            pool.close().await();
        }
    }

    /** As a provider does it: a second time when the first came before the writer had heard of its connections' end. */
    private static void delivered(JournalWriter journal, Entry entry) {
        assertThat(journal.append(entry)
                        .recover(e -> journal.append(entry))
                        .recover(e -> journal.append(entry))
                        .await())
                .isEqualTo(Receipt.STORED);
    }

    /** Ends the writer's connections, and waits until they are gone. */
    private int terminated() {
        return asked.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")
                .execute()
                .await()
                .size();
    }
}
