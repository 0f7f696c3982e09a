package io.barium.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.inference.Level;
import io.barium.inference.OriginKind;
import io.barium.report.CaseReport;
import io.barium.report.CaseReport.Step;
import io.barium.report.Fact;
import io.barium.report.Timeline;
import io.barium.verdict.Samples;
import io.barium.verdict.Verdict;
import io.barium.verdict.VerdictJson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReportFactsTest {
    private static final double LOG_MERGED = 4.5;
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private static Vertx vertx;
    private static Pool pool;
    private static Leak leak;
    private static Verdicts verdicts;
    private static ReportFacts reports;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        pool = Pools.open(vertx, TestDatabase.migrated(), 4);
        leak = new Leak(pool);
        verdicts = new Verdicts(pool);
        reports = new ReportFacts(pool, v -> Future.succeededFuture(LOG_MERGED));
        Fixtures rows = leak.rows;
        rows.run("insert into campaign values (1, now(), now(), 2, null), (2, now(), now(), 1, 1)", Tuple.tuple());
        rows.run(
                "update sighting set campaign = 1, joined = 'same call-back number' where seq = $1",
                Tuple.of(leak.call));
        rows.run("update sighting set campaign = 2 where seq = $1", Tuple.of(leak.sms));
        rows.run("update sighting set campaign = 1 where seq in ($1, $2)", Tuple.of(leak.mail, leak.transcription));
        rows.run(
                "insert into origin (kind, key, label, sealed) values ('AGENT', 'agent:1', '7f3a', '\\x00'),"
                        + " ('QUEUE', 'q', 'b', null)",
                Tuple.tuple());
        expose(1, "2026-10-01T23:30:00Z");
        expose(1, "2026-10-02T00:30:00Z");
        expose(2, "2026-10-02T10:00:00Z");
        expose(2, "2026-10-03T10:00:00Z");
    }

    private static void expose(long origin, String at) {
        leak.rows.run(
                "insert into exposure (origin_id, planting_id, at, action) select $1, min(id), $2, 'VIEW' from planting",
                Tuple.of(origin, Instant.parse(at).atOffset(ZoneOffset.UTC)));
    }

    @AfterAll
    static void stop() {
        pool.close().await();
        vertx.close().await();
    }

    private static Verdict upTo(long seq, long exposures) {
        Verdict v = Samples.on(Samples.confirmed(), leak.caseId, seq, Fixtures.NOW.plusSeconds(60));
        Verdict.Basis b = v.basis();
        return new Verdict(
                v.caseId(),
                new Verdict.Basis(b.model(), b.parameters(), List.of("ACME"), seq, b.registry(), exposures, b.at()),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                v.origins(),
                v.shares(),
                v.registryKnown(),
                v.campaigns());
    }

    @Test
    void a_verdict_is_read_as_it_was_stored_and_as_of_a_point_of_the_journal() {
        Verdict early = Samples.on(Samples.contactOnly(), leak.caseId, leak.mail, Fixtures.NOW.plusSeconds(1));
        leak.rows.verdict(early);
        assertThat(verdicts.document(leak.caseId, leak.mail).await()).hasValue(VerdictJson.write(early));
        assertThat(verdicts.newest(leak.caseId, leak.mail + 1).await()).hasValue(early);
        assertThat(verdicts.newest(leak.caseId, null).await().orElseThrow().level())
                .isEqualTo(Level.CONFIRMED);
        assertThat(verdicts.newest(leak.caseId, leak.mail - 1).await()).isEmpty();
        assertThat(reports.report(4_242, null).await()).isEmpty();
        assertThat(reports.report(leak.caseId, null).await().orElseThrow().logMerged())
                .isEqualTo(LOG_MERGED);
        assertThat(verdicts.history(leak.caseId, leak.mail).await())
                .containsExactly(new Step(
                        leak.mail,
                        early.basis().at(),
                        Level.CONTACT,
                        early.strength().logE(),
                        early.strength().posterior()));
    }

    @Test
    void the_timeline_counts_days_in_utc_and_masks_what_was_touched() {
        Timeline line = reports.around(upTo(leak.transcription, 4)).await().timeline();
        assertThat(line.plantings()).containsExactly(new Timeline.Count(DAY, 1));
        assertThat(line.accesses())
                .containsExactly(
                        new Timeline.Access(DAY.withMonth(10).withDayOfMonth(1), OriginKind.AGENT, 1),
                        new Timeline.Access(DAY.withMonth(10).withDayOfMonth(2), OriginKind.AGENT, 1),
                        new Timeline.Access(DAY.withMonth(10).withDayOfMonth(2), OriginKind.QUEUE, 1),
                        new Timeline.Access(DAY.withMonth(10).withDayOfMonth(3), OriginKind.QUEUE, 1));
        assertThat(line.contacts()).containsExactly(new Timeline.Count(DAY, 3));
        assertThat(line.touches()).hasSize(3).allMatch(Timeline.Touch::first);
        assertThat(line.touches().get(0).canary()).isEqualTo("r•••@m•••.example");
        assertThat(line.touches().get(1).quoted()).isTrue();
        assertThat(line.touches().get(2).campaign()).isEqualTo(1);
        assertThat(line.untold()).isZero();
    }

    @Test
    void nothing_behind_the_basis_counts() {
        Timeline line = reports.around(upTo(leak.mail, 1)).await().timeline();
        assertThat(line.accesses()).hasSize(1);
        assertThat(line.contacts()).containsExactly(new Timeline.Count(DAY, 1));
        assertThat(line.touches()).hasSize(2);
        CaseReport before = reports.around(upTo(leak.mail - 1, 0)).await();
        assertThat(before.timeline().touches()).isEmpty();
        assertThat(before.profile()).isEmpty();
    }

    @Test
    void merged_campaigns_count_once_and_the_actors_habits_are_told() {
        List<Fact> facts = reports.around(upTo(leak.transcription, 4)).await().profile();
        assertThat(facts)
                .containsExactly(
                        new Fact("Ways", "1 mail, 1 call, 1 text message"),
                        new Fact("Hours (UTC)", "100 % between 10:00 and 11:00"),
                        new Fact("Monday to Friday", "100 %"),
                        new Fact("Campaigns", "1"),
                        new Fact("Put together by", "same call-back number (1)"));
    }

    @Test
    void the_actor_is_known_by_the_campaigns_that_follow_the_data_and_what_is_ours_in_his_words_is_masked() {
        Verdict v = upTo(leak.transcription, 4);
        Verdict following = new Verdict(
                v.caseId(),
                v.basis(),
                v.level(),
                v.strength(),
                v.reach(),
                v.window(),
                v.origins(),
                v.shares(),
                v.registryKnown(),
                List.of(1L));
        List<Fact> facts = reports.around(following).await().profile();
        assertThat(facts).extracting(Fact::label).contains("Ways", "Seen").anyMatch(l -> l.startsWith("Says"));
        assertThat(facts)
                .extracting(Fact::value)
                .noneMatch(t -> t.contains("2041877")
                        || t.contains("204 1877")
                        || t.contains(Leak.PLANTED_MAIL)
                        || t.contains(Leak.OVERRIDE));
        assertThat(facts).extracting(Fact::value).anyMatch(t -> t.contains("ticket"));
    }

    @Test
    void why_contacts_were_put_together_shows_nothing_of_ours() {
        leak.rows.run(
                "update sighting set joined = 'same subject about HD-2041877' where seq = $1", Tuple.of(leak.call));
        List<Fact> facts = reports.around(upTo(leak.transcription, 4)).await().profile();
        leak.rows.run("update sighting set joined = 'same call-back number' where seq = $1", Tuple.of(leak.call));
        assertThat(facts).extracting(Fact::value).anyMatch(t -> t.contains("same subject"));
        assertThat(facts).extracting(Fact::value).noneMatch(t -> t.contains("2041877"));
    }

    @Test
    void a_long_course_is_thinned_without_losing_a_rise() {
        Fixtures rows = leak.rows;
        long other = rows.closedCase(leak.mail);
        rows.run("""
                insert into verdict select $1, n, $2::timestamptz + n * interval '1 minute',
                    case when n < 5000 then 'CONTACT' when n < 5001 then 'WATCH' else 'CONFIRMED' end, n / 1000.0, .5, ''
                from generate_series(1, 10000) n
                """, Tuple.of(other, Fixtures.NOW.atOffset(ZoneOffset.UTC)));
        List<Step> steps = verdicts.history(other, 9_990).await();
        assertThat(steps).hasSizeBetween(300, 410);
        assertThat(steps).extracting(Step::seq).isSorted().contains(1L, 5_000L, 5_001L, 9_990L);
    }
}
