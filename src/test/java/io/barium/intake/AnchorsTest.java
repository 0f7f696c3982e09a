package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorsTest {
    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 6);
    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = dir.resolve("journal.anchors");
        for (int start = 0; start < 2; start++) {
            JournalWriter journal = new JournalWriter(
                    vertx, pool, null, Anchors.open(vertx, file), null, () -> {}, new SimpleMeterRegistry());
            for (int i = 0; i < 5; i++) {
                Future.all(Events.many("SM" + start + i + "-", 4).stream()
                                .map(journal::append)
                                .toList())
                        .await();
            }
            int chains = start + 1;
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> Anchors.read(file).values().stream()
                                    .filter(a -> a.position() == 19)
                                    .count()
                            == chains);
        }
        execute("alter table journal disable trigger user");
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_whole_journal_agrees_with_what_was_noted() throws Exception {
        ChainVerifier.Report report = ChainVerifier.verify(address, file);
        assertThat(report.faults()).isEmpty();
        assertThat(report.anchors()).isEqualTo(2);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void the_newest_rows_cannot_be_taken_away() throws Exception {
        execute("delete from journal where seq > 37");
        assertThat(ChainVerifier.verify(address).faults())
                .as("without the notes")
                .isEmpty();
        assertThat(ChainVerifier.verify(address, file).faults())
                .singleElement()
                .asString()
                .contains("contacts up to position 19", "are missing");
    }

    @Test
    void a_whole_chain_cannot_be_taken_away() throws Exception {
        execute("delete from journal_chain where chain = (select chain from journal where seq = 40)");
        execute("delete from journal where seq > 20");
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
        assertThat(ChainVerifier.verify(address, file).faults()).hasSize(1);
    }

    @Test
    void a_chain_that_is_rewritten_with_all_its_hashes_is_found() throws Exception {
        rewriteFrom(38);
        assertThat(ChainVerifier.verify(address).faults())
                .as("without the notes")
                .isEmpty();
        assertThat(ChainVerifier.verify(address, file).faults())
                .singleElement()
                .asString()
                .startsWith("contact 40: is not what was noted");
    }

    /** What somebody does who knows the format: changes a row and computes every hash after it anew. */
    private void rewriteFrom(long seq) {
        execute("update journal set source = 'forged' where seq = " + seq);
        byte[] before = one("select hash from journal where seq = " + (seq - 1))
                .getBuffer("hash")
                .getBytes();
        for (Row r : pool.query("select * from journal where seq >= " + seq + " order by seq")
                .execute()
                .await()) {
            byte[] digest = Chain.digest(
                    r.getString("source"),
                    r.getString("provider"),
                    r.getString("event_id"),
                    r.getString("channel"),
                    r.getString("thread"),
                    null,
                    r.getOffsetDateTime("received_at").toInstant(),
                    Sha256.of(r.getString("contact").getBytes(StandardCharsets.UTF_8)),
                    r.getString("unreadable"),
                    r.getString("transport"),
                    r.getInteger("raw_size"),
                    r.getBuffer("raw_sha256").getBytes());
            before = Chain.hash(before, r.getUUID("chain"), r.getLong("position"), digest);
            pool.preparedQuery("update journal set hash = $2 where seq = $1")
                    .execute(Tuple.of(r.getLong("seq"), Buffer.buffer(before)))
                    .await();
        }
    }

    private Row one(String sql) {
        return List.of(pool.query(sql).execute().await().iterator().next()).get(0);
    }

    private void execute(String sql) {
        pool.query(sql).execute().await();
    }
}
