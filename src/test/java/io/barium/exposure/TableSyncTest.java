package io.barium.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.AccessLog;
import io.barium.db.Pools;
import io.barium.db.PostgresAddress;
import io.barium.db.TestDatabase;
import io.barium.seed.Progress;
import io.barium.seed.SampleDatabase;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the sample support database, some of whose customers are taken for planted ones. */
class TableSyncTest {
    private static final AccessLog LOG = AccessLog.SAMPLE;
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private final Planted bed = new Planted();
    private final PostgresAddress desk = TestDatabase.empty();
    private final Pool reading = Pools.forReading(bed.vertx, desk, 2);
    private final Pool writing = Pools.open(bed.vertx, desk, 2);

    @BeforeEach
    void load() throws Exception {
        bed.clock.advance(Duration.ofDays(3)); // the sample's history ends at the clock's own day
        SampleDatabase.load(desk, 5, 400, Progress.NONE);
        for (Object key : writing.query("select array_agg(id::text order by id) from (select id from customer"
                        + " order by id limit 30) c")
                .execute()
                .await()
                .iterator()
                .next()
                .getArrayOfStrings(0)) {
            bed.plant((String) key, LONG_AGO);
        }
    }

    @AfterEach
    void stop() {
        reading.close().await();
        writing.close().await();
        bed.close();
    }

    @Test
    void the_sample_log_is_read_whole_and_then_only_what_is_new() {
        long rows = desk("select count(*) from access_log");
        ImportReport first = run();
        assertThat(first.rows()).isEqualTo(rows);
        assertThat(first.faulty()).isZero();
        assertThat(bed.number("select count(*) from exposure e join origin o on o.id = origin_id where kind = 'AGENT'"))
                .isEqualTo(desk("select count(distinct (agent_id, customer_id, at, action)) from access_log"
                        + " where customer_id in (select id from customer order by id limit 30)"));
        assertThat(bed.number("select count(distinct key) from origin where kind = 'EXPORT'"))
                .isEqualTo(desk("select count(distinct export_name) from access_log"
                        + " where customer_id in (select id from customer order by id limit 30)"));
        long settled = rows - run().rows();
        assertThat(settled).as("the log's past is not read again").isEqualTo(rows);
        access(3, now(), 1);
        ImportReport more = run();
        assertThat(more.rows()).isEqualTo(3);
        assertThat(more.planted()).isEqualTo(3);
    }

    @Test
    void names_of_agents_come_along_sealed_and_neither_they_nor_ids_stand_anywhere() {
        run();
        String dump = bed.dump();
        assertThat(dump).contains("agent:");
        for (var agent : writing.query("select id::text, name, split_part(name, ' ', 2), email from agent")
                .execute()
                .await()) {
            for (int i = 0; i < 4; i++) {
                assertThat(dump).doesNotContainIgnoringCase(agent.getString(i));
            }
        }
        var one = bed.pool
                .query("select key, sealed from origin where kind = 'AGENT' limit 1")
                .execute()
                .await()
                .iterator()
                .next();
        var identity = bed.pseudonyms.open(
                one.getString("key"), one.getBuffer("sealed").getBytes());
        assertThat(writing.query("select name from agent where id = '" + identity.id() + "'")
                        .execute()
                        .await()
                        .iterator()
                        .next()
                        .getString(0))
                .isEqualTo(identity.name());
    }

    @Test
    void another_process_goes_on_where_the_first_one_stopped() {
        run();
        access(2, now(), 1);
        assertThat(run().rows()).isEqualTo(2);
        assertThat(bed.texts("select log || ' ' || system from access_log_cursor"))
                .containsExactly("access_log.id helpdesk");
    }

    @Test
    void a_row_that_is_committed_behind_later_ones_is_read_all_the_same() {
        run();
        SqlConnection slow = writing.getConnection().await();
        Transaction open = slow.begin().await();
        slow.query(insert(1, now(), 1)).execute().await();
        access(1, now(), 2);
        assertThat(run().stored()).isPositive();
        bed.clock.advance(Duration.ofMinutes(5));
        assertThat(run().stored()).isZero();
        open.commit().await();
        slow.close().await();
        bed.clock.advance(Duration.ofMinutes(4));
        assertThat(run().stored()).isPositive();
        bed.clock.advance(Duration.ofMinutes(11));
        run();
        bed.clock.advance(Duration.ofMinutes(11));
        run();
        assertThat(run().rows()).as("settled by now").isZero();
    }

    @Test
    void an_access_to_a_row_whose_planting_is_not_recorded_to_the_end_is_found_once_it_is() {
        String key = writing.query("select id::text from customer order by id desc limit 1")
                .execute()
                .await()
                .iterator()
                .next()
                .getString(0);
        long planting = bed.plant("not yet", LONG_AGO);
        bed.pool
                .query("update planting set state = 'INTENDED', row_key = null, planted_at = null where id = "
                        + planting)
                .execute()
                .await();
        writing.query(
                        "insert into access_log (at, agent_id, action, customer_id) select '2026-11-01Z', min(id::text)::uuid,"
                                + " 'VIEW', '" + key + "' from agent")
                .execute()
                .await();
        run();
        bed.clock.advance(Duration.ofMinutes(30));
        run();
        assertThat(bed.number("select count(*) from exposure where planting_id = " + planting))
                .isZero();
        bed.pool
                .query("update planting set state = 'DONE', planted_at = intended_at, row_key = '" + key
                        + "' where id = " + planting)
                .execute()
                .await();
        run();
        assertThat(bed.number("select count(*) from exposure where planting_id = " + planting))
                .isPositive();
    }

    @Test
    void one_process_reads_at_a_time() {
        SqlConnection other = bed.pool.getConnection().await();
        other.query("select pg_advisory_lock(7093856227)").execute().await();
        assertThat(sync(LOG).run().await()).isEqualTo(Optional.empty());
        other.query("select pg_advisory_unlock(7093856227)").execute().await();
        other.close().await();
        assertThat(sync(LOG).run().await()).isPresent();
    }

    @Test
    void the_support_database_is_only_read() {
        assertThatThrownBy(
                        () -> reading.query("delete from access_log").execute().await())
                .hasMessageContaining("read-only");
    }

    @Test
    void a_log_in_another_schema_without_actions_and_names_needs_the_mapping_alone() {
        writing.query("""
                        create schema crm;
                        create table crm."Zugriffe" ("Nr" text primary key, wann timestamp, "Wer" int, "Kunde" int, "Datei" text, "System" text);
                        insert into crm."Zugriffe" values
                            ('a1', '2026-03-01 10:00:00.5', 7, 4711, null, null), ('a2', 'infinity', 7, 4711, null, null),
                            ('a3', '2026-03-01 10:00', null, 4711, 'dunning', null), ('a4', null, 7, 4711, null, null),
                            ('a5', '2026-03-02', null, 4711, null, 'crm'), ('a6', '2026-03-02', null, 4711, null, null)
                        """).execute().await();
        bed.plant("4711", LONG_AGO);
        AccessLog other = new AccessLog(
                "crm.Zugriffe",
                "Nr",
                "wann",
                "Wer",
                null,
                "Kunde",
                null,
                "Datei",
                "System",
                null,
                Duration.ofMinutes(5));
        ImportReport report = sync(other).run().await().orElseThrow();
        assertThat(report.stored()).isEqualTo(3);
        assertThat(report.faults())
                .extracting(f -> f.number() + " " + f.field())
                .containsExactly("2 at", "4 at", "6 agent");
        assertThat(bed.texts(
                        "select o.kind || ' ' || e.action || ' ' || (e.at at time zone 'UTC')::text from exposure e"
                                + " join origin o on o.id = e.origin_id order by e.id"))
                .containsExactly(
                        "EXPORT EXPORT 2026-03-01 10:00:00",
                        "AGENT VIEW 2026-03-01 10:00:00.5",
                        "INTEGRATION VIEW 2026-03-02 00:00:00");
    }

    private ImportReport run() {
        return sync(LOG).run().await().orElseThrow();
    }

    /** A new one, as after a restart. */
    private TableSync sync(AccessLog log) {
        return new TableSync(bed.vertx, bed.pool, reading, Planted.SYSTEM, log, bed.recorder, bed.clock);
    }

    private String now() {
        return "'" + bed.clock.instant() + "'";
    }

    private void access(int count, String at, int customer) {
        writing.query(insert(count, at, customer)).execute().await();
    }

    private static String insert(int count, String at, int customer) {
        return "insert into access_log (at, agent_id, action, customer_id, queue) select timestamptz " + at
                + " - interval '1 hour' - i * interval '1 second', (select min(id::text)::uuid from agent), 'VIEW',"
                + " (select id from customer order by id offset " + customer + " limit 1), 'billing'"
                + " from generate_series(1, " + count + ") i";
    }

    private long desk(String sql) {
        return writing.query(sql).execute().await().iterator().next().getLong(0);
    }
}
