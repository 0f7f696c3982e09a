package io.barium.exposure;

import static io.barium.exposure.Planted.PLANTED_AT;
import static io.barium.exposure.Planted.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.config.Secret;
import io.barium.exposure.Exposures.Access;
import io.barium.inference.OriginKind;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private final Planted bed = new Planted();
    private final long first = bed.plant("row-1", PLANTED_AT);
    private final long second = bed.plant("row-2", PLANTED_AT);

    @AfterEach
    void stop() {
        bed.close();
    }

    @Test
    void an_access_gives_an_exposure_to_each_origin_that_it_names() {
        Instant at = Instant.parse("2026-03-01T10:00:00Z");
        ImportReport report = bed.record(
                new LoggedAccess(1, at, Action.EXPORT, "row-1", "anna", "Anna Example", "billing", "dunning", "crm"),
                view(2, "2026-03-02T10:00:00Z", "row-2", "ANNA ", "billing"),
                view(3, "2026-02-02T10:00:00Z", "row-2", "anna", "sales"));
        assertThat(report.stored()).isEqualTo(8);
        String anna = bed.pseudonyms.of(Planted.SYSTEM, "anna");
        assertThat(anna).matches("agent:[0-9a-f]{16}");
        assertThat(Exposures.upTo(bed.pool, Exposures.mark(bed.pool).await()).await())
                .containsExactly(
                        new Access(anna, OriginKind.AGENT, anna, first, at),
                        new Access(anna, OriginKind.AGENT, anna, second, Instant.parse("2026-02-02T10:00:00Z")),
                        new Access("export:dunning", OriginKind.EXPORT, "dunning", first, at),
                        new Access("integration:crm", OriginKind.INTEGRATION, "crm", first, at),
                        new Access("queue:billing", OriginKind.QUEUE, "billing", first, at),
                        new Access(
                                "queue:billing",
                                OriginKind.QUEUE,
                                "billing",
                                second,
                                Instant.parse("2026-03-02T10:00:00Z")),
                        new Access(
                                "queue:sales",
                                OriginKind.QUEUE,
                                "sales",
                                second,
                                Instant.parse("2026-02-02T10:00:00Z")));
    }

    @Test
    void the_same_rows_again_change_nothing() {
        LogRow[] rows = rows(300);
        ImportReport once = bed.record(rows);
        List<String> before = bed.texts("select e::text from exposure e order by id");
        ImportReport again = bed.record(rows);
        assertThat(once.stored()).isPositive();
        assertThat(again.stored()).isZero();
        assertThat(again.known()).isEqualTo(once.stored() + once.known());
        assertThat(bed.texts("select e::text from exposure e order by id")).isEqualTo(before);
    }

    @Test
    void many_at_once_store_each_exposure_once_and_do_not_stand_in_each_others_way() {
        List<LogRow> rows = new ArrayList<>(List.of(rows(400)));
        List<Future<ImportReport>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Collections.shuffle(rows, new Random(i));
            all.add(bed.recorder().record(Planted.SYSTEM, List.copyOf(rows)));
        }
        Future.all(all).await();
        long distinct = all.get(0).result().stored() + all.get(0).result().known();
        assertThat(all.stream().mapToLong(f -> f.result().stored()).sum())
                .isEqualTo(bed.number("select count(*) from exposure"));
        assertThat(distinct).isEqualTo(800);
        assertThat(bed.number("select count(*) from exposure")).isEqualTo(bed.number("""
                select count(distinct (origin_id, planting_id, at, action)) from exposure"""));
    }

    @Test
    void each_faulty_row_is_told_and_the_others_are_taken() {
        bed.plant("late", Instant.parse("2026-06-01T00:00:00Z"));
        ImportReport report = bed.recorder("anna", "Bert")
                .record(
                        Planted.SYSTEM,
                        List.of(
                                view(1, "2026-03-01T10:00:00Z", "row-1", "anna", "q"),
                                view(2, "2026-05-31T23:54:59Z", "late", "anna", "q"),
                                view(3, "2026-05-31T23:55:00Z", "late", "anna", "q"),
                                view(4, "2026-11-20T10:05:01Z", "row-1", "anna", "q"),
                                view(5, "2026-11-20T10:05:00Z", "row-1", "BERT", "q"),
                                view(6, "2026-03-01T10:00:00Z", "row-1", "mallory", "q"),
                                new RowFault(7, "row", "expected a JSON object"),
                                view(8, "2026-03-01T10:00:00Z", "a-customer", "anna", "q")))
                .await();
        assertThat(report.rows()).isEqualTo(8);
        assertThat(report.planted()).isEqualTo(3);
        assertThat(report.stored()).isEqualTo(6);
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.unknownRows()).containsExactly("a-customer");
        assertThat(report.faulty()).isEqualTo(4);
        assertThat(report.faults())
                .extracting(f -> f.number() + " " + f.field())
                .containsExactlyInAnyOrder("2 at", "4 at", "6 agent", "7 row");
        assertThat(report.faults().toString()).doesNotContain("mallory");
        assertThat(report.faults())
                .filteredOn(f -> f.number() == 2)
                .extracting(RowFault::why)
                .first()
                .asString()
                .contains("2026-06-01T00:00:00Z");
    }

    @Test
    void rows_of_another_system_are_other_rows() {
        ImportReport report = bed.recorder
                .record("crm", List.of(view(1, "2026-03-01T10:00:00Z", "row-1", "anna", "q")))
                .await();
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(bed.number("select count(*) from exposure")).isZero();
    }

    @Test
    void nothing_appears_below_a_mark_whatever_transaction_was_open_when_it_was_taken() {
        bed.record(view(1, "2026-03-01T10:00:00Z", "row-1", "anna", "billing"));
        SqlConnection slow = bed.pool.getConnection().await();
        Transaction open = slow.begin().await();
        slow.query("insert into exposure (origin_id, planting_id, at, action)" + " select min(id), " + second
                        + ", now(), 'VIEW' from origin")
                .execute()
                .await();
        Future<ImportReport> waiting =
                bed.recorder.record(Planted.SYSTEM, List.of(view(2, "2026-03-02T10:00:00Z", "row-1", "bert", "sales")));
        long mark = Exposures.mark(bed.pool).await();
        List<Access> then = Exposures.upTo(bed.pool, mark).await();
        assertThat(waiting.isComplete()).isFalse();
        open.commit().await();
        slow.close().await();
        waiting.await();
        assertThat(then).hasSize(2);
        assertThat(Exposures.upTo(bed.pool, mark).await()).isEqualTo(then);
        assertThat(Exposures.upTo(bed.pool, Exposures.mark(bed.pool).await()).await())
                .hasSize(5);
    }

    @Test
    void casework_hears_of_new_exposures_and_not_of_old_ones() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PgConnection listening =
                PgConnection.connect(bed.vertx, bed.address.options()).await();
        listening.notificationHandler(n -> heard.add(n.getChannel()));
        listening.query("listen barium_registry").execute().await();
        LogRow row = view(1, "2026-03-01T10:00:00Z", "row-1", "anna", "billing");
        bed.record(row);
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("barium_registry");
        bed.record(row);
        bed.pool.query("notify barium_registry, 'last'").execute().await();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(heard).isEmpty();
        listening.close().await();
    }

    @Test
    void neither_id_nor_name_of_an_agent_is_in_the_database_and_both_come_back_with_the_secret() {
        bed.record(new LoggedAccess(
                1,
                Instant.parse("2026-03-01T10:00:00Z"),
                Action.VIEW,
                "row-1",
                "U-4711-anna",
                null,
                "billing",
                null,
                null));
        bed.record(new LoggedAccess(
                1,
                Instant.parse("2026-03-02T10:00:00Z"),
                Action.VIEW,
                "row-1",
                "U-4711-anna",
                "Anna Beispiel",
                "billing",
                null,
                null));
        String dump = bed.dump();
        // Keys, ids and what is sealed are drawn, and in hex they may spell any four digits.
        String legible = dump.replaceAll("[0-9a-f-]{16,}", "");
        assertThat(legible).contains("agent:").contains("billing").doesNotContain("4711");
        assertThat(dump).doesNotContainIgnoringCase("U-4711").doesNotContainIgnoringCase("anna");
        assertThat(dump)
                .doesNotContain(
                        java.util.HexFormat.of().formatHex("4711".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        String key = bed.pseudonyms.of(Planted.SYSTEM, "u-4711-ANNA");
        byte[] sealed = bed.pool
                .query("select sealed from origin where key = '" + key + "'")
                .execute()
                .await()
                .iterator()
                .next()
                .getBuffer("sealed")
                .getBytes();
        assertThat(bed.pseudonyms.open(key, sealed)).isEqualTo(new Pseudonyms.Identity("U-4711-anna", "Anna Beispiel"));
        assertThatThrownBy(() -> bed.pseudonyms.open("agent:0000000000000000", sealed))
                .isInstanceOf(Pseudonyms.WrongKey.class);
    }

    @Test
    void a_process_with_another_secret_is_refused_before_it_makes_other_pseudonyms() {
        LogRow row = view(1, "2026-03-01T10:00:00Z", "row-1", "anna", "billing");
        bed.record(row);
        Recorder other = bed.recorder(new Pseudonyms(new Secret("another secret, which is long enough")));
        assertThatThrownBy(() -> other.record(Planted.SYSTEM, List.of(row)).await())
                .hasMessageContaining("agentKey (BARIUM_AGENT_KEY)");
        assertThat(bed.number("select count(*) from origin where kind = 'AGENT'"))
                .isEqualTo(1);
    }

    private static LogRow[] rows(int count) {
        LogRow[] rows = new LogRow[count];
        for (int i = 0; i < count; i++) {
            rows[i] = view(
                    i + 1,
                    Instant.parse("2026-03-01T10:00:00Z").plusSeconds(i).toString(),
                    "row-" + (1 + i % 2),
                    "agent-" + i % 7,
                    "queue-" + i % 3);
        }
        return rows;
    }
}
