package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.barium.LogLines;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.model.Quotes;
import io.barium.model.Sms;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way through the spool while disk, database or the line to it are in trouble. */
class DetourTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What a batch is given that somebody waits for, and some more. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(7);

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final PostgresAddress address = TestDatabase.migrated();
    private final Pool asked = Pools.open(vertx, address, 2);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private Path home;
    private Pool pool;
    private Spool spool;
    private JournalWriter journal;

    @BeforeEach
    void open() throws IOException {
        home = dir.resolve("spool");
        pool = Pools.forJournal(vertx, address);
        start(meters);
    }

    @AfterEach
    void close() throws IOException {
        pool.close().await();
        asked.close().await();
        vertx.close().await();
        spool.close();
    }

    private void start(MeterRegistry registry) throws IOException {
        spool = Spool.open(home, 64 << 20);
        Runnable committed = () -> threads.add(Thread.currentThread().getName());
        journal = new JournalWriter(vertx, pool, spool, null, null, committed, registry);
    }

    @Test
    void a_spool_that_cannot_be_opened_anew_is_gone_round_and_opened_when_its_disk_is_well_again() throws Exception {
        execute("alter table journal rename to journal_away");
        assertThat(append(Events.sms("one"))).isEqualTo(Receipt.SPOOLED);
        Path gone = Files.move(home, dir.resolve("gone"));
        execute("alter table journal_away rename to journal");
        await().atMost(PATIENCE).until(() -> spool.depth() == 0);
        assertThat(append(Events.sms("two"))).isEqualTo(Receipt.STORED);
        assertThat(journal.storing()).isTrue();
        assertThat(journal.spooled()).isPositive();

        Files.move(gone, home);
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(append(Events.sms("three"))).isEqualTo(Receipt.STORED);
        assertThat(events()).containsExactly("one", "two", "three");
        execute("alter table journal rename to journal_away");
        assertThat(append(Events.sms("four"))).isEqualTo(Receipt.SPOOLED);
    }

    @Test
    void what_the_journal_has_is_settled_without_being_sent_again() {
        assertThat(append(Events.sms("one"))).isEqualTo(Receipt.STORED);
        execute("alter table journal rename to journal_away");
        assertThat(append(Events.sms("one"))).isEqualTo(Receipt.SPOOLED);
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
    }

    @Test
    void a_long_contact_may_take_longer_than_a_provider_waits_once_nobody_waits_for_it() throws Exception {
        append(Events.sms("short"));
        execute("alter table journal rename to journal_away");
        assertThat(append(longContact())).isEqualTo(Receipt.SPOOLED);
        SqlConnection holder = asked.getConnection().await();
        holder.query("select pg_advisory_lock(7093856223)").execute().await();
        execute("alter table journal_away rename to journal");
        await().atMost(PATIENCE).until(() -> inserting() == 1);
        assertThat(append(Events.sms("behind"))).isEqualTo(Receipt.SPOOLED);
        await().during(GIVEN_UP).atMost(PATIENCE).until(() -> inserting() == 1);

        holder.query("select pg_advisory_unlock(7093856223)").execute().await();
        holder.close().await();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(events()).containsExactly("short", "long", "behind");
        assertThat(ChainVerifier.verify(address).faults()).isEmpty();
    }

    @Test
    void what_is_refused_for_good_after_its_acknowledgement_stays_in_the_spool_until_the_database_is_mended()
            throws Exception {
        append(Events.sms("known"));
        execute("alter table journal rename to journal_away");
        for (Entry e : List.of(
                Events.sms("first"), Events.sms("bad"), Events.sms("known", "another text"), Events.sms("last"))) {
            assertThat(append(e)).isEqualTo(Receipt.SPOOLED);
        }
        execute("create function refuse() returns trigger language plpgsql as $$ begin"
                + " if new.event_id = 'bad' or new.event_id like 'conflict:%' then"
                + " raise exception 'no' using errcode = '22P05'; end if; return new; end $$");
        execute("create trigger refuse before insert on journal_000 for each row execute function refuse()");
        try (LogLines log = new LogLines()) {
            execute("alter table journal_away rename to journal");
            await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
            assertThat(log.lines()).anyMatch(l -> l.startsWith("ERROR") && l.contains("they stay in the spool"));
        }
        assertThat(events()).containsExactly("known", "first", "last");
        assertThat(spool.refused()).isEqualTo(2);
        assertThat(meters.get("barium.spool.refused").gauge().value()).isEqualTo(2);
        assertThat(spool.depth()).isZero();
        assertThat(append(Events.sms("next"))).isEqualTo(Receipt.STORED);

        execute("drop trigger refuse on journal_000");
        spool.close();
        start(new SimpleMeterRegistry());
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        assertThat(events())
                .hasSize(6)
                .startsWith("known", "first", "last", "next", "bad")
                .last()
                .asString()
                .startsWith("conflict:");
        assertThat(spool.refused()).isZero();
    }

    @Test
    void after_a_time_out_everything_happens_where_it_did_before() {
        append(Events.sms("first"));
        Set<String> before = Set.copyOf(threads);
        SqlConnection holder = asked.getConnection().await();
        holder.query("begin").execute().await();
        holder.query("lock table journal_event in access exclusive mode")
                .execute()
                .await();
        assertThat(append(Events.sms("second"))).isEqualTo(Receipt.SPOOLED);
        holder.query("commit").execute().await();
        holder.close().await();
        await().atMost(PATIENCE).until(() -> journal.spooled() == 0);
        append(Events.sms("third"));
        assertThat(events()).containsExactly("first", "second", "third");
        assertThat(threads).isEqualTo(before);
    }

    private static Entry longContact() {
        byte[] raw = new byte[12 << 20];
        new Random(1).nextBytes(raw);
        Sms contact = new Sms("long", null, "+12125550100", "+12125550111", "text", List.of(), Quotes.NONE);
        return Entry.of("line", "twilio", Events.NOW, contact, Map.of(), raw);
    }

    /** Statements that wait for their turn. */
    private long inserting() {
        return asked.query("select count(*) from pg_locks where locktype = 'advisory' and not granted"
                        + " and database = (select oid from pg_database where datname = current_database())")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private Receipt append(Entry entry) {
        Future<Receipt> answer = journal.append(entry);
        return answer.await();
    }

    private void execute(String sql) {
        asked.query(sql).execute().await();
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        asked.query("select event_id from journal order by seq")
                .execute()
                .await()
                .forEach(r -> events.add(r.getString(0)));
        return events;
    }
}
