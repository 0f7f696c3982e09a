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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorsTest {
    private static final String KEYS = "select journal_digest(convert_to(source, 'UTF8') || '\\x00' ||"
            + " convert_to(event_id, 'UTF8')) from journal";

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 24);
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
                    .until(() -> Anchors.read(file).anchors().values().stream()
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
        takeAway(37);
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
        takeAway(20);
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

    @Test
    void a_size_that_is_altered_with_all_hashes_after_it_does_not_end_the_verification() throws Exception {
        for (int size : new int[] {-1, Integer.MAX_VALUE}) {
            execute("update journal set raw_size = " + size + " where seq = 38");
            rehashFrom(38);
            assertThat(ChainVerifier.verify(address, file).faults()).anyMatch(f -> f.contains("is not what was noted"));
        }
    }

    @Test
    void a_note_that_was_damaged_is_told_and_the_others_still_count() throws Exception {
        List<String> lines = Files.readAllLines(file);
        byte[] first = lines.get(0).getBytes(StandardCharsets.US_ASCII);
        first[40] = (byte) 0xFF;
        Files.write(file, first);
        Files.writeString(file, "\n" + lines.get(1) + "\n", StandardOpenOption.APPEND);
        takeAway(37);
        assertThat(ChainVerifier.verify(address, file).faults())
                .hasSize(2)
                .anyMatch(f -> f.contains("journal.anchors: line 1 is no note on a chain"))
                .anyMatch(f -> f.contains("contacts up to position 19"));
    }

    @Test
    void a_file_that_is_damaged_throughout_is_one_fault_and_keeps_nothing_else_from_being_found() throws Exception {
        Files.writeString(file, "\u0001 damaged\n".repeat(5_000));
        execute("update journal set contact = '{}' where seq = 7");
        assertThat(ChainVerifier.verify(address, file).faults())
                .anyMatch(f -> f.contains("line 1 is no note on a chain") && f.endsWith(": 5000"))
                .anyMatch(f -> f.startsWith("contact 7: "))
                .hasSizeLessThan(5);
    }

    @Test
    void a_note_behind_one_that_was_not_brought_to_its_end_stands_on_a_line_of_its_own() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 60));
        JournalWriter journal = new JournalWriter(
                vertx, pool, null, Anchors.open(vertx, file), null, () -> {}, new SimpleMeterRegistry());
        journal.append(Events.many("SMlate-", 1).get(0)).await();
        journal.drained().await();
        ChainVerifier.Report report = ChainVerifier.verify(address, file);
        assertThat(report.anchors()).isEqualTo(2);
        assertThat(report.faults()).singleElement().asString().contains("line 2 is no note");
    }

    @Test
    void a_note_lies_within_a_sector_of_the_disk_so_that_it_is_written_whole_or_not() throws Exception {
        Files.writeString(file, "a line of an earlier version\n");
        for (int start = 0; start < 9; start++) {
            JournalWriter journal = new JournalWriter(
                    vertx, pool, null, Anchors.open(vertx, file), null, () -> {}, new SimpleMeterRegistry());
            journal.append(Events.many("SMsector" + start + "-", 1).get(0)).await();
            journal.drained().await();
        }
        String text = Files.readString(file);
        List<Integer> begins = Pattern.compile("(?m)^\\p{XDigit}{8}-")
                .matcher(text)
                .results()
                .map(MatchResult::start)
                .toList();
        assertThat(begins)
                .hasSize(9)
                .allSatisfy(at -> assertThat((at + 121) / 512).isEqualTo(at / 512));
    }

    /** What somebody does who knows the tables: takes rows away, and what is remembered of their events. */
    private void takeAway(long after) {
        execute("delete from journal_event where key in (" + KEYS + " where seq > " + after + ")");
        execute("delete from journal where seq > " + after);
    }

    /** What somebody does who knows the format: changes a row and computes every hash after it anew. */
    private void rewriteFrom(long seq) {
        execute("update journal_event set reading = journal_digest(convert_to('{}', 'UTF8')) where key in (" + KEYS
                + " where seq = " + seq + ")");
        execute("update journal set contact = '{}' where seq = " + seq);
        rehashFrom(seq);
    }

    private void rehashFrom(long seq) {
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
