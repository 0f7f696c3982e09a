package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.Channel;
import io.barium.model.Contact;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-08-14T09:30:00.123456789Z");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger commits = new AtomicInteger();
    private PostgresAddress address;
    private Pool pool;
    private JournalWriter journal;

    @BeforeEach
    void open() {
        address = TestDatabase.migrated();
        pool = Pools.open(vertx, address, 6);
        journal = new JournalWriter(vertx, pool, commits::incrementAndGet);
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void a_contact_is_there_with_its_raw_bytes_when_its_receipt_comes() {
        byte[] raw = "From=%2B1&Body=h\u00e9llo".getBytes(StandardCharsets.UTF_8);
        assertThat(journal.append(sms("SM1", "hello", raw)).await()).isEqualTo(Receipt.STORED);

        Row row = one("select *, contact::text as text from journal");
        assertThat(row.getString("source")).isEqualTo("line");
        assertThat(row.getString("event_id")).isEqualTo("SM1");
        assertThat(ContactJson.read(row.getString("text"))).isEqualTo(message("SM1", "hello"));
        assertThat(Raw.inflate(row.getBuffer("raw").getBytes(), row.getInteger("raw_size")))
                .isEqualTo(raw);
        assertThat(row.getOffsetDateTime("received_at").toInstant())
                .isEqualTo(Instant.parse("2026-08-14T09:30:00.123456Z"));
        assertThat(commits).hasValue(1);
    }

    @Test
    void a_single_use_id_lets_one_content_pass_and_repeats_of_it() {
        Entry first = sms("SM1", "hello", new byte[] {1}).using("nonce");
        Entry other = sms("SM2", "forged", new byte[] {2}).using("nonce");
        assertThat(all(List.of(first, other))).containsExactly(Receipt.STORED, Receipt.CONFLICT);
        assertThat(journal.append(first).await()).isEqualTo(Receipt.KNOWN);
        assertThat(journal.append(other).await()).isEqualTo(Receipt.CONFLICT);
        assertThat(journal.append(sms("SM3", "x", new byte[] {3}).using("another"))
                        .await())
                .isEqualTo(Receipt.STORED);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void the_same_event_twice_is_one_contact_also_within_a_batch() {
        Entry entry = sms("SM1", "hello", new byte[] {1});
        List<Receipt> receipts = all(List.of(entry, entry, sms("SM2", "x", new byte[] {2}), entry));
        assertThat(receipts).containsExactly(Receipt.STORED, Receipt.KNOWN, Receipt.STORED, Receipt.KNOWN);
        assertThat(journal.append(entry).await()).isEqualTo(Receipt.KNOWN);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void a_retry_that_is_packed_anew_is_known_and_another_content_under_the_same_id_is_a_conflict() {
        journal.append(sms("SM1", "hello", new byte[] {1})).await();
        assertThat(journal.append(sms("SM1", "hello", new byte[] {9})).await()).isEqualTo(Receipt.KNOWN);
        assertThat(journal.append(sms("SM1", "evil", new byte[] {7})).await()).isEqualTo(Receipt.CONFLICT);
        assertThat(one("select contact::json->>'text' as t from journal").getString("t"))
                .isEqualTo("hello");
        assertThat(all(List.of(sms("SM3", "a", new byte[] {1}), sms("SM3", "b", new byte[] {2}))))
                .containsExactly(Receipt.STORED, Receipt.CONFLICT);
    }

    @Test
    void the_same_event_id_of_two_sources_is_two_contacts() {
        Entry a = sms("SM1", "hello", new byte[] {1});
        Entry b = Entry.of("other", "twilio", NOW, message("SM1", "hello"), Map.of(), new byte[] {1});
        assertThat(all(List.of(a, b))).containsExactly(Receipt.STORED, Receipt.STORED);
    }

    @Test
    void a_known_event_does_not_hold_up_the_rest_of_its_batch() {
        journal.append(sms("SM5", "x", new byte[] {5})).await();
        List<Entry> batch = IntStream.range(0, 10)
                .mapToObj(i -> sms("SM" + i, "x", new byte[] {(byte) i}))
                .toList();
        List<Receipt> receipts = all(batch);
        assertThat(receipts.get(5)).isEqualTo(Receipt.KNOWN);
        assertThat(receipts).filteredOn(r -> r == Receipt.STORED).hasSize(9);
        assertThat(count()).isEqualTo(10);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void half_a_surrogate_pair_and_a_whole_one_are_kept_as_they_were_read() {
        String text = "half \uD83D, whole \uD83D\uDE00";
        assertThat(journal.append(sms("SM1", text, new byte[] {1})).await()).isEqualTo(Receipt.STORED);
        assertThat(ContactJson.read(one("select contact from journal").getString("contact"))
                        .text())
                .isEqualTo(text);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void a_row_that_the_database_refuses_fails_alone() {
        Entry poisoned = new Entry(
                "line\0",
                "twilio",
                "SM-bad",
                Channel.SMS,
                NOW,
                message("SM-bad", "x"),
                null,
                Map.of(),
                new byte[] {1},
                null,
                null);
        List<Future<Receipt>> answers = new ArrayList<>();
        for (Entry e : List.of(sms("SM1", "x", new byte[] {1}), poisoned, sms("SM2", "x", new byte[] {2}))) {
            answers.add(journal.append(e));
        }
        Future.join(answers).otherwiseEmpty().await();
        assertThat(answers.get(0).result()).isEqualTo(Receipt.STORED);
        assertThat(answers.get(1).failed()).isTrue();
        assertThat(answers.get(2).result()).isEqualTo(Receipt.STORED);
        assertThat(verify().faults()).isEmpty();
    }

    @Test
    void event_ids_of_any_length_and_content_are_stored() {
        assertThat(journal.append(sms("x".repeat(100_000), "a", new byte[0])).await())
                .isEqualTo(Receipt.STORED);
        assertThat(journal.append(sms("x".repeat(100_000), "a", new byte[0])).await())
                .isEqualTo(Receipt.KNOWN);
        assertThat(journal.append(sms("a\0b", "a", new byte[0])).await()).isEqualTo(Receipt.STORED);
    }

    @Test
    void what_could_not_be_read_is_journalled_with_the_reason() {
        Entry entry = Entry.unreadable(
                "mail", "mailgun", "unreadable:1", Channel.MAIL, NOW, "recipient: missing", Map.of(), new byte[] {1});
        assertThat(journal.append(entry).await()).isEqualTo(Receipt.STORED);
        Row row = one("select unreadable, contact::text as contact from journal");
        assertThat(row.getString("unreadable")).isEqualTo("recipient: missing");
        assertThat(row.getString("contact")).isNull();
    }

    @Test
    void nothing_is_acknowledged_when_the_database_cannot_commit_and_service_resumes_on_a_new_chain() {
        journal.append(sms("SM1", "x", new byte[] {1})).await();
        execute("alter table journal rename to gone");
        assertThatThrownBy(() -> journal.append(sms("SM2", "x", new byte[] {2})).await())
                .hasMessageContaining("journal");
        execute("alter table gone rename to journal");
        assertThat(journal.append(sms("SM2", "x", new byte[] {2})).await()).isEqualTo(Receipt.STORED);
        ChainVerifier.Report report = verify();
        assertThat(report.faults()).isEmpty();
        assertThat(report.chains()).isEqualTo(2);
    }

    @Test
    void the_journal_refuses_to_be_changed() {
        journal.append(sms("SM1", "x", new byte[] {1})).await();
        for (String sql :
                List.of("update journal set source = 'x'", "delete from journal", "truncate journal cascade")) {
            assertThatThrownBy(() -> execute(sql)).hasMessageContaining("append-only");
        }
    }

    private ChainVerifier.Report verify() {
        try {
            return ChainVerifier.verify(address);
        } catch (java.sql.SQLException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Receipt> all(List<Entry> entries) {
        List<Future<Receipt>> answers = entries.stream().map(journal::append).toList();
        Future.all(answers).await();
        return answers.stream().map(Future::result).toList();
    }

    private static Entry sms(String id, String text, byte[] raw) {
        return Entry.of("line", "twilio", NOW, message(id, text), Map.of("method", "POST"), raw);
    }

    private static Contact message(String id, String text) {
        return new Sms(id, null, "+12125550100", "+12125550111", text, List.of(), Quotes.NONE);
    }

    private Row one(String sql) {
        var rows = pool.query(sql).execute().await();
        assertThat(rows.size()).isEqualTo(1);
        return rows.iterator().next();
    }

    private long count() {
        return one("select count(*) as n from journal").getLong("n");
    }

    private void execute(String sql) {
        pool.query(sql).execute().await();
    }
}
