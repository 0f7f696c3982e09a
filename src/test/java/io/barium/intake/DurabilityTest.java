package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.EmbeddedServer;
import io.barium.db.Migrations;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are killed the moment somebody has been answered: what is only in their memory is gone. */
class DurabilityTest {
    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private EmbeddedServer server;
    private PostgresAddress address;
    private Pool pool;

    @BeforeEach
    void open() throws IOException {
        server = EmbeddedServer.start(dir);
        address = server.database("barium");
        Migrations.run(address);
        pool = Pools.forJournal(vertx, address);
    }

    @AfterEach
    void close() throws IOException {
        pool.close().await();
        vertx.close().await();
        server.close();
    }

    /** Many rows are brought to disk by themselves; few, after a few of them, with their insert. */
    @ParameterizedTest
    @ValueSource(ints = {200, 20})
    void what_was_answered_is_on_disk_though_batches_commit_without_waiting_for_it(int rows) throws Exception {
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        long stored = 0;
        for (int round = 0; round < 3; round++) {
            for (int burst = 0; burst < 5; burst++) {
                Future.all(Events.many("r" + round + "." + burst + "-", rows).stream()
                                .map(journal::append)
                                .toList())
                        .await();
            }
            stored += 5L * rows;
            killAndRevive();
            assertThat(ChainVerifier.verify(address).rows()).isEqualTo(stored);
        }
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
    }

    @Test
    void what_was_answered_is_on_disk_though_the_database_is_set_not_to_wait_for_it() throws Exception {
        Pool others = Pools.open(vertx, address, 1);
        others.query("alter database barium set synchronous_commit = off")
                .execute()
                .await();
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        for (int i = 0; i < 20; i++) {
            journal.append(Events.sms("SM" + i)).await();
            assertThat(others.query("select pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()")
                            .execute()
                            .await()
                            .iterator()
                            .next()
                            .getBoolean(0))
                    .isTrue();
        }
        others.close().await();
    }

    @Test
    void what_is_called_known_is_on_disk_though_it_was_another_process_that_had_just_committed_it() throws Exception {
        List<Prepared> rows = Events.many("SM", 20).stream().map(Prepared::of).toList();
        JournalWriter journal = new JournalWriter(vertx, pool, () -> {});
        journal.append(Events.sms("first")).await();
        pool.withConnection(other -> new ChainWriter(new JournalTable(other), null).write(rows, false))
                .await();

        assertThat(journal.append(Events.sms("SM7")).await()).isEqualTo(Receipt.KNOWN);
        killAndRevive();
        assertThat(ChainVerifier.verify(address).rows()).isEqualTo(21);
    }

    private void killAndRevive() throws Exception {
        long pid = Long.parseLong(Files.readAllLines(dir.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> backends = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().get(10, TimeUnit.SECONDS);
        assertThat(server.revive()).isTrue();
    }
}
