package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.barium.Journalled;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long ROOM = 64 << 20;

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool asked = Pools.open(vertx, address, 2);
    private Pool pool;
    private Spool spool;
    private JournalWriter journal;

    @BeforeEach
    void open() throws IOException {
        pool = Pools.forJournal(vertx, address);
        start(ROOM);
    }

    @AfterEach
    void close() throws IOException {
        pool.close().await();
        asked.close().await();
        vertx.close().await();
        spool.close();
    }

    private void start(long maxBytes) throws IOException {
        spool = Spool.open(dir, maxBytes);
        journal = new JournalWriter(vertx, pool, spool, null, null, () -> {}, new SimpleMeterRegistry());
    }

    @Test
    void contacts_are_spooled_while_the_database_cannot_commit_and_journalled_in_order_when_it_is_back() {
        assertThat(append(Events.many("before", 3))).containsOnly(Receipt.STORED);
        away();
        assertThat(append(Events.many("during", 2_500))).containsOnly(Receipt.SPOOLED);
        assertThat(journal.spooled()).isEqualTo(2_500);
        assertThat(spool.bytes()).isGreaterThan(100_000);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(append(Events.many("after", 3))).containsOnly(Receipt.STORED);
        List<String> expected = Stream.of(
                        Events.many("before", 3), Events.many("during", 2_500), Events.many("after", 3))
                .flatMap(List::stream)
                .map(Entry::eventId)
                .toList();
        assertThat(events()).isEqualTo(expected);
        assertThat(faults()).isEmpty();
        assertThat(spool.depth()).isZero();
    }

    @Test
    void what_a_single_use_id_forbids_does_not_hold_up_the_spool() {
        away();
        Entry first = Events.sms("SM1").using("nonce");
        assertThat(append(List.of(first, Events.sms("SM2").using("other")))).containsOnly(Receipt.SPOOLED);
        assertThat(append(List.of(Events.sms("SM3").using("nonce"), Events.sms("SM4"))))
                .containsOnly(Receipt.SPOOLED);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        List<Journalled> rows = Journalled.rows(address);
        assertThat(rows)
                .extracting(Journalled::eventId)
                .contains("SM1", "SM2", "SM4")
                .hasSize(4);
        assertThat(rows).filteredOn(r -> r.eventId().startsWith("conflict:")).hasSize(1);
        assertThat(append(List.of(first))).containsExactly(Receipt.KNOWN);
        assertThat(append(List.of(Events.sms("SM5").using("nonce")))).containsExactly(Receipt.CONFLICT);
    }

    @Test
    void what_was_acknowledged_and_contradicts_the_journal_is_kept_and_is_no_contact() {
        append(List.of(Events.sms("SM1", "said first")));
        away();
        List<Entry> others = List.of(Events.sms("SM1", "said later"), Events.sms("SM2"));
        assertThat(append(others)).containsOnly(Receipt.SPOOLED);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        List<Journalled> rows = Journalled.rows(address);
        assertThat(rows).extracting(Journalled::eventId).hasSize(3).contains("SM1", "SM2");
        assertThat(rows.get(0).raw()).asString(StandardCharsets.UTF_8).isEqualTo("said first");
        Journalled kept = rows.stream()
                .filter(r -> r.eventId().startsWith("conflict:"))
                .findFirst()
                .orElseThrow();
        assertThat(kept.raw()).asString(StandardCharsets.UTF_8).isEqualTo("said later");
        assertThat(kept.contact()).isNull();
        assertThat(kept.unreadable()).contains("event SM1").contains("another content");
        assertThat(kept.transport()).isEqualTo(rows.get(0).transport());
        // Once is enough, however often it comes.
        away();
        assertThat(append(others)).containsOnly(Receipt.SPOOLED);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(Journalled.rows(address)).hasSize(3);
    }

    @Test
    void nothing_is_fetched_for_what_contradicts_the_journal() {
        Entry e = Events.sms("SM1");
        Map<String, Object> pointing = Map.of("method", "POST", "fetch", List.of(Map.of("url", "https://x.example/")));
        Entry points = Entry.of(
                e.source(), e.provider(), e.receivedAt(), Objects.requireNonNull(e.contact()), pointing, e.raw());
        Prepared kept = Prepared.of(points).contradicting();
        assertThat(kept.transport()).isEqualTo("{}");
        assertThat(kept.thread()).isNull();
        assertThat(Prepared.of(e).contradicting().transport()).contains("POST");
    }

    @Test
    void what_an_earlier_version_spooled_is_journalled() throws Exception {
        away();
        append(Events.many("old", 3));
        spool.close();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("spool.sqlite"));
                Statement s = c.createStatement()) {
            s.execute("alter table spooled drop column use");
            s.execute("alter table spooled rename column thread to call_id");
        }
        start(ROOM);
        back();
        await().atMost(PATIENCE).until(() -> events().size() == 3);
        assertThat(append(Events.many("old", 3))).containsOnly(Receipt.KNOWN);
    }

    @Test
    void contacts_that_come_while_the_spool_drains_stand_behind_those_that_came_before() {
        away();
        append(Events.many("early", 3_000));
        back();
        List<Future<Receipt>> late = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            late.add(journal.append(Events.sms("late" + late.size())));
            return journal.spooled() == 0;
        });
        Future.all(late).await();
        List<String> events = events();
        assertThat(events).hasSize(3_000 + late.size());
        assertThat(events.subList(0, 3_000))
                .isEqualTo(
                        Events.many("early", 3_000).stream().map(Entry::eventId).toList());
        assertThat(events.subList(3_000, events.size()))
                .isEqualTo(Events.many("late", late.size()).stream()
                        .map(Entry::eventId)
                        .toList());
    }

    @Test
    void one_event_is_one_contact_on_both_sides_of_the_border() {
        append(List.of(Events.sms("journalled")));
        away();
        assertThat(append(List.of(Events.sms("journalled"), Events.sms("fresh"))))
                .containsOnly(Receipt.SPOOLED);
        assertThat(append(List.of(Events.sms("fresh")))).containsExactly(Receipt.KNOWN);
        assertThat(append(List.of(Events.sms("fresh", "with another text")))).containsExactly(Receipt.CONFLICT);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(append(List.of(Events.sms("fresh")))).containsExactly(Receipt.KNOWN);
        assertThat(events()).containsExactly("journalled", "fresh");
    }

    @Test
    void a_batch_whose_commit_nobody_saw_is_spooled_and_yet_journalled_once() {
        append(List.of(Events.sms("first")));
        SqlConnection other = asked.getConnection().await();
        other.query("begin").execute().await();
        other.query("lock table journal_event in access exclusive mode")
                .execute()
                .await();
        assertThat(append(List.of(Events.sms("second")))).containsExactly(Receipt.SPOOLED);
        assertThat(journal.spooled()).isEqualTo(1);
        other.query("commit").execute().await();
        other.close().await();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(append(List.of(Events.sms("third")))).containsExactly(Receipt.STORED);
        assertThat(events()).containsExactly("first", "second", "third");
        assertThat(faults()).isEmpty();
    }

    @Test
    void a_full_spool_refuses_contacts_keeps_those_it_has_and_takes_more_when_it_is_empty_again() throws IOException {
        spool.close();
        start(256 << 10);
        away();
        List<Entry> stored = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        Entry entry = Events.sms("SM" + i, "x".repeat(2_000) + i);
                        journal.append(entry).await();
                        stored.add(entry);
                    }
                })
                .hasMessageContaining("spool.maxBytes");
        assertThat(stored.size()).isBetween(20, 1_000);
        assertThat(Files.size(dir.resolve("spool.sqlite"))).isLessThanOrEqualTo(256 << 10);
        back();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(events()).isEqualTo(stored.stream().map(Entry::eventId).toList());
        away();
        assertThat(append(List.of(Events.sms("again")))).containsExactly(Receipt.SPOOLED);
        back();
    }

    @Test
    void what_an_earlier_process_left_is_journalled_by_the_next() throws IOException {
        away();
        append(Events.many("left", 10));
        spool.close();
        back();
        start(ROOM);
        await().atMost(PATIENCE).until(() -> events().size() == 10);
        assertThat(events())
                .isEqualTo(Events.many("left", 10).stream().map(Entry::eventId).toList());
    }

    @Test
    void a_directory_that_cannot_be_written_to_is_told_with_the_setting_to_mend() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> Spool.open(file.resolve("below"), ROOM)).hasMessageContaining("spool.dir");
    }

    @Test
    void a_directory_is_for_one_process_at_a_time() throws IOException {
        Path other = dir.resolve("other");
        Spool first = Spool.open(other, ROOM);
        try (first) {
            assertThatThrownBy(() -> Spool.open(other, ROOM))
                    .hasMessageContaining("in use by another Barium")
                    .hasMessageContaining("BARIUM_SPOOL_DIR");
        }
        Spool.open(other, ROOM).close();
    }

    private List<Receipt> append(List<Entry> entries) {
        List<Future<Receipt>> answers = entries.stream().map(journal::append).toList();
        Future.all(answers).await();
        return answers.stream().map(Future::result).toList();
    }

    private void away() {
        asked.query("alter table journal rename to journal_away").execute().await();
    }

    private void back() {
        asked.query("alter table journal_away rename to journal").execute().await();
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        asked.query("select event_id from journal order by seq")
                .execute()
                .await()
                .forEach(r -> events.add(r.getString(0)));
        return events;
    }

    private List<String> faults() {
        try {
            return ChainVerifier.verify(address).faults();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
