package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.Channel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of events against what is stored of them. */
class EventVerifierTest {
    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool pool = Pools.open(vertx, address, 6);
    private final JournalWriter journal = new JournalWriter(vertx, pool, () -> {});

    @BeforeEach
    void fill() {
        Events.many("a", 5).forEach(e -> journal.append(e).await());
    }

    @AfterEach
    void close() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void single_use_ids_and_what_could_not_be_read_are_no_fault() throws Exception {
        for (int i = 0; i < 3; i++) {
            journal.append(Events.sms("once" + i, "the same text").using("nonce" + i))
                    .await();
        }
        journal.append(Entry.unreadable("line", "twilio", "bad", Channel.SMS, Events.NOW, "why", Map.of(), new byte[0])
                        .using("nonce-of-bad"))
                .await();
        assertThat(faults()).isEmpty();
        assertThat(events()).isEqualTo(13);
    }

    @Test
    void an_event_that_was_planted_so_that_the_contact_is_taken_for_known_is_found() throws Exception {
        Prepared genuine = Prepared.of(Events.sms("SM1"));
        plant(genuine.key(), genuine.rawId(), genuine.readingId());
        assertThat(journal.append(Events.sms("SM1")).await()).isEqualTo(Receipt.KNOWN);
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("1 rows of journal_event belong to no contact")
                .endsWith("among them: " + genuine.key());
    }

    @Test
    void a_planted_event_is_found_too_when_only_its_reading_or_its_raw_bytes_are_those_of_a_contact() throws Exception {
        Prepared stored = Prepared.of(Events.sms("a1"));
        Prepared genuine = Prepared.of(Events.sms("SM1"));
        plant(genuine.key(), stored.rawId(), genuine.readingId());
        plant(Prepared.of(Events.sms("SM2")).key(), genuine.rawId(), stored.readingId());
        assertThat(faults()).singleElement().asString().startsWith("2 rows of journal_event belong to no contact");
    }

    @Test
    void more_single_use_ids_than_there_are_contacts_to_have_used_them_are_found() throws Exception {
        Prepared stored = Prepared.of(Events.sms("a1"));
        plant(UUID.randomUUID(), stored.rawId(), stored.readingId());
        assertThat(faults()).as("as a single-use id of a1 would look").isEmpty();
        plant(UUID.randomUUID(), stored.rawId(), stored.readingId());
        assertThat(faults()).singleElement().asString().startsWith("1 rows of journal_event belong to no contact");
    }

    @Test
    void an_event_that_was_removed_is_found_before_and_after_its_retry_was_stored_a_second_time() throws Exception {
        pool.preparedQuery("delete from journal_event where key = $1")
                .execute(Tuple.of(Prepared.of(Events.sms("a1")).key()))
                .await();
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("1 contacts have no row of their own in journal_event")
                .endsWith("among them: 2");
        assertThat(journal.append(Events.sms("a1")).await()).isEqualTo(Receipt.STORED);
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith("1 contacts have no row of their own in journal_event");
    }

    @Test
    void an_event_that_was_altered_so_that_its_retry_is_refused_is_found() throws Exception {
        pool.preparedQuery("update journal_event set raw = $2, reading = null where key = $1")
                .execute(Tuple.of(Prepared.of(Events.sms("a1")).key(), UUID.randomUUID()))
                .await();
        assertThat(faults())
                .hasSize(2)
                .anyMatch(f -> f.startsWith("1 contacts have no row of their own in journal_event"))
                .anyMatch(f -> f.startsWith("1 rows of journal_event belong to no contact"));
    }

    @Test
    void many_are_one_fault_with_their_number_and_three_of_them() throws Exception {
        pool.query("insert into journal_event (key, raw) select gen_random_uuid(), gen_random_uuid()"
                        + " from generate_series(1, 1000)")
                .execute()
                .await();
        assertThat(faults()).singleElement().asString().matches("1000 rows .*: [0-9a-f-]{36}(, [0-9a-f-]{36}){2}");
    }

    private void plant(UUID key, UUID raw, UUID reading) {
        pool.preparedQuery("insert into journal_event (key, raw, reading) values ($1, $2, $3)")
                .execute(Tuple.of(key, raw, reading))
                .await();
    }

    private List<String> faults() throws Exception {
        return ChainVerifier.verify(address).faults();
    }

    private long events() {
        return pool.query("select count(*) as n from journal_event")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("n");
    }
}
